namespace PipAi.Workers.Pipeline.Health;

/// <summary>The worker's phase and why, shared by those who run it and those who report it.</summary>
internal sealed class WorkerState(TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private volatile Snapshot current = new(WorkerPhase.Connecting, "not tried yet");

    /// <summary>The phase now.</summary>
    public WorkerPhase Phase => current.Phase;

    /// <summary>Why it is in this phase, in plain words.</summary>
    public string Reason => current.Reason;

    /// <summary>Whether the process was told to stop: whatever ends then ends as it should.</summary>
    public bool WasToldToStop { get; private set; }

    /// <summary>How long the process has been up.</summary>
    public TimeSpan Uptime => time.GetElapsedTime(started);

    /// <summary>Moves on. Draining is not left for an earlier phase.</summary>
    public void Enter(WorkerPhase phase, string reason)
    {
        if (phase == WorkerPhase.Draining) WasToldToStop = true;
        if (current.Phase <= phase) current = new(phase, reason);
    }

    private sealed record Snapshot(WorkerPhase Phase, string Reason);
}

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>Why the process ended by itself, for those who read machine events.</summary>
internal static class WorkerExitCodes
{
    /// <summary>Temporal answers others, and this worker not or no more.</summary>
    public const int WorkerEnded = 70;

    /// <summary>The watchdog found the process stuck.</summary>
    public const int Stuck = 71;
}

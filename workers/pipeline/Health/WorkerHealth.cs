using System.Collections.Immutable;

namespace PipAi.Workers.Pipeline.Health;

/// <summary>
/// Judges by work: a worker is healthy while its polls come back and it can read documents somewhere. What the worker believes of itself
/// only says why there is nothing to judge yet, or no longer.
/// </summary>
/// <param name="state">What the worker says of itself.</param>
/// <param name="polls">Whether its polls come back.</param>
/// <param name="temporal">What Temporal answers to a new connection.</param>
/// <param name="storage">What the buckets answer.</param>
internal sealed class WorkerHealth(WorkerState state, PollWatch polls, Contact temporal, Contact storage)
{
    /// <summary>Whether a poll of each kind was answered in time, or still can be.</summary>
    public bool IsDeaf => state.Phase == WorkerPhase.Polling && polls.Now().Any(sight => sight.IsDeaf);

    /// <summary>The verdict of this moment.</summary>
    public Verdict Now() => state.Phase switch
    {
        WorkerPhase.Connecting => new("connecting", state.Reason),
        WorkerPhase.Polling => WhilePolling(),
        WorkerPhase.Draining => new("draining", state.Reason),
        WorkerPhase.Ended => new("ended", state.Reason),
    };

    private Verdict WhilePolling()
    {
        var deaf = polls.Now().Where(sight => sight.IsDeaf).ToImmutableArray();
        if (!deaf.IsEmpty) return new("deaf", $"{string.Join("; ", deaf.Select(Complaint))}; {Elsewhere()}");
        return storage.SinceAnswer is not { } since ? new("without storage", $"no bucket has answered yet{Because(storage.Failure)}")
            : since > HealthLimits.Storage ? new(
                "without storage", $"no bucket has answered for {since.TotalSeconds:0} s{Because(storage.Failure)}")
            : new("healthy", state.Reason);
    }

    private static string Complaint(PollSight sight) => sight.IsStopped
        ? $"the SDK has not polled for {sight.Queue} for {sight.Stopped.TotalSeconds:0} s: its worker has shut down without being told"
        : $"Temporal has answered no poll for {sight.Queue} for {sight.Silence.TotalSeconds:0} s";

    private string Elsewhere() => (temporal.Failure, temporal.AnsweringFor) switch
    {
        ({ } failure, _) => $"a new connection fares no better: {failure}",
        (null, { } since) => $"a new connection's polls have been answered for {since.TotalSeconds:0} s",
        (null, null) => "a new connection has not been tried yet",
    };

    private static string Because(string? failure) => failure is null ? "" : $": {failure}";
}

using System.Collections.Immutable;

namespace PipAi.Operations.Status;

/// <summary>The task queue that the workers poll.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Backlog">Tasks that wait, workflow and activity tasks together; Temporal calls it approximate.</param>
/// <param name="Age">How long the oldest of them has waited.</param>
/// <param name="AddedPerSecond">Tasks that come, as a mean of about 30 s.</param>
/// <param name="DispatchedPerSecond">Tasks that workers take, as a mean of about 30 s.</param>
internal sealed record QueueSnapshot(string Name, long Backlog, TimeSpan Age, double AddedPerSecond, double DispatchedPerSecond)
{
    private const int MostPoints = 120;

    /// <summary>Who polls for both kinds of tasks and asked within one poll.</summary>
    public required ImmutableArray<QueuePoller> Pollers { get; init; }

    /// <summary>The last readings, oldest first, this one included.</summary>
    public ImmutableArray<QueuePoint> History { get; init; } = [];

    /// <summary>The same with what was read before, and this reading behind it.</summary>
    public QueueSnapshot After(QueueSnapshot? before, DateTimeOffset at) => this with
    {
        History = [.. (before?.History ?? []).TakeLast(MostPoints - 1), new(at, Backlog, Age)],
    };
}

/// <summary>A worker that polls.</summary>
/// <param name="Region">Its Fly region; empty where its identity does not say it.</param>
/// <param name="Machine">Its machine, else its whole identity.</param>
/// <param name="Age">Since its last poll.</param>
internal sealed record QueuePoller(string Region, string Machine, TimeSpan Age);

/// <summary>One reading of a task queue.</summary>
internal readonly record struct QueuePoint(DateTimeOffset At, long Backlog, TimeSpan Age);

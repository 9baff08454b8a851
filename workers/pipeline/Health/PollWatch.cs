using System.Collections.Concurrent;
using System.Collections.Immutable;
using PipAi.Workers.Pipeline.Metrics;

namespace PipAi.Workers.Pipeline.Health;

/// <summary>
/// Watches whether polls come back. The SDK counts a poll that Temporal answered, with a task or without, and none that failed: that
/// is the one thing which shows that work can come in. A worker whose slots are all taken polls for nothing more, and is well.
/// </summary>
/// <param name="queues">What is polled.</param>
/// <param name="metrics">Where the SDK's gauges are.</param>
/// <param name="isFull">Whether no further task is wanted from a queue, beyond what the SDK knows of its slots.</param>
/// <param name="time">The clock.</param>
internal sealed class PollWatch(
    IReadOnlyList<PolledQueue> queues, MetricRegistry metrics, Func<PolledQueue, bool> isFull, TimeProvider time)
{
    private readonly ConcurrentDictionary<PolledQueue, long> answered = new();
    private readonly ConcurrentDictionary<PolledQueue, long> full = new();
    private readonly ConcurrentDictionary<PolledQueue, long> stopped = new();

    /// <summary>The SDK's counters of answered polls by name, and what was polled for.</summary>
    public static IReadOnlyDictionary<string, PollKind> Counters { get; } = new Dictionary<string, PollKind>(StringComparer.Ordinal)
    {
        ["temporal_workflow_task_queue_poll_empty"] = PollKind.Workflow,
        ["temporal_workflow_task_queue_poll_succeed"] = PollKind.Workflow,
        ["temporal_activity_poll_no_task"] = PollKind.Activity,
        ["temporal_activity_task_received"] = PollKind.Activity,
    };

    /// <summary>Polling begins: from now on answers are expected.</summary>
    public void Begin()
    {
        foreach (var queue in queues) full[queue] = time.GetTimestamp();
    }

    /// <summary>Notes that Temporal answered a poll.</summary>
    public void Answered(PolledQueue queue) => answered[queue] = time.GetTimestamp();

    /// <summary>Looks at the SDK's gauges; to be done every few seconds.</summary>
    public void Look()
    {
        foreach (var queue in queues)
        {
            var isBusy = isFull(queue)
                || metrics.Sum("temporal_worker_task_slots_available", Labels(queue, "worker_type", Worker(queue.Kind))) == 0;
            if (isBusy) full[queue] = time.GetTimestamp();
            // A gauge that was never set says nothing.
            if (isBusy || Polls(queue) != 0) stopped.TryRemove(queue, out _);
            else stopped.TryAdd(queue, time.GetTimestamp());
        }
    }

    /// <summary>How the polls stand now.</summary>
    public ImmutableArray<PollSight> Now() => [.. queues.Where(queue => full.ContainsKey(queue)).Select(Sight)];

    /// <summary>How long ago Temporal last answered a poll of each kind; null if one kind was never answered.</summary>
    public TimeSpan? SinceAllAnswered => Now() is { IsEmpty: false } sights && sights.All(sight => sight.SinceAnswer is not null)
        ? sights.Max(sight => sight.SinceAnswer)
        : null;

    private PollSight Sight(PolledQueue queue)
    {
        TimeSpan? sinceAnswer = answered.TryGetValue(queue, out var last) ? time.GetElapsedTime(last) : null;
        var sinceFull = time.GetElapsedTime(full[queue]);
        var sinceStop = stopped.TryGetValue(queue, out var stop) ? time.GetElapsedTime(stop) : TimeSpan.Zero;
        return new(queue, Polls(queue) ?? 0, sinceAnswer, sinceAnswer < sinceFull ? sinceAnswer.Value : sinceFull, sinceStop);
    }

    private long? Polls(PolledQueue queue) =>
        queue.Kind == PollKind.Activity ? metrics.Sum("temporal_num_pollers", Labels(queue, "poller_type", "activity_task"))
        : metrics.Sum("temporal_num_pollers", Labels(queue, "poller_type", "workflow_task")) is { } common
            ? common + (metrics.Sum("temporal_num_pollers", Labels(queue, "poller_type", "sticky_workflow_task")) ?? 0)
            : null;

    private static string Worker(PollKind kind) => kind == PollKind.Workflow ? "WorkflowWorker" : "ActivityWorker";

    private static (string, string)[] Labels(PolledQueue queue, string name, string value) =>
        [("task_queue", queue.TaskQueue), (name, value)];
}

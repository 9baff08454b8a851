using System.Collections.Immutable;
using System.Globalization;

namespace PipAi.Operations.Status;

/// <summary>What happened between two readings. What was not known before has not happened.</summary>
internal static class StatusEvents
{
    /// <summary>The events, those that matter most first.</summary>
    public static ImmutableArray<StatusEvent> Between(PlatformStatus before, PlatformStatus after, StatusLimits limits) =>
    [
        .. RegionEvents.Between(before, after).Concat(Queue(before, after, limits)).Concat(Replicas(before, after, limits))
            .Concat(Endpoints(before, after)).Concat(Sources(before, after))
            .OrderByDescending(happened => happened.Severity),
    ];

    private static IEnumerable<StatusEvent> Queue(PlatformStatus before, PlatformStatus after, StatusLimits limits)
    {
        if (before.Queue is not { } old || after.Queue is not { } now) yield break;
        StatusEvent Event(EventSeverity severity, string text) => new(after.At, severity, "queue", now.Name, text);
        bool IsOver(QueueSnapshot queue) => queue.Backlog >= limits.QueueDepth || queue.Age >= limits.QueueAge;
        if (!IsOver(old) && IsOver(now))
            yield return Event(EventSeverity.Warning, $"has {now.Backlog} tasks waiting, the oldest for {Seconds(now.Age)}");
        if (IsOver(old) && !IsOver(now))
            yield return Event(EventSeverity.Note, $"is short again: {now.Backlog} waiting");
        if (!old.Pollers.IsEmpty && now.Pollers.IsEmpty) yield return Event(EventSeverity.Alarm, "is polled by no worker");
        if (old.Pollers.IsEmpty && !now.Pollers.IsEmpty)
            yield return Event(EventSeverity.Note, $"is polled again, by {now.Pollers.Length}");
    }

    private static IEnumerable<StatusEvent> Replicas(PlatformStatus before, PlatformStatus after, StatusLimits limits)
    {
        if (before.Replication is not { } old || after.Replication is not { } now) yield break;
        if (now.Status == "FAILED" && (old.Status != "FAILED" || old.Key != now.Key))
            yield return new(after.At, EventSeverity.Alarm, "replica", now.WrittenIn, $"will not copy {now.Key}: S3 says FAILED");
        bool IsBehind(ReplicaSnapshot replica) => !replica.IsThere && replica.Lag >= limits.ReplicaLag;
        foreach (var (was, replica) in old.Replicas.Join(
            now.Replicas, one => one.Region, one => one.Region, (was, replica) => (was, replica)))
        {
            if (!IsBehind(was) && IsBehind(replica))
                yield return new(
                    after.At, EventSeverity.Alarm, "replica", replica.Region, $"lacks the newest document for {Seconds(replica.Lag)}");
            if (IsBehind(was) && replica.IsThere)
                yield return new(after.At, EventSeverity.Note, "replica", replica.Region, "has the newest document");
        }
    }

    private static IEnumerable<StatusEvent> Endpoints(PlatformStatus before, PlatformStatus after)
    {
        foreach (var (was, now) in before.Endpoints.Join(after.Endpoints, one => one.Name, one => one.Name, (was, now) => (was, now)))
        {
            if (was.Works && !now.Works)
                yield return new(
                    after.At, EventSeverity.Alarm, "endpoint", now.Name,
                    now.Code is { } code ? $"answers with {code}" : $"does not answer: {now.Error}");
            if (!was.Works && now.Works)
                yield return new(
                    after.At, EventSeverity.Note, "endpoint", now.Name, $"answers again, in {now.Latency.TotalMilliseconds:0} ms");
        }
    }

    private static IEnumerable<StatusEvent> Sources(PlatformStatus before, PlatformStatus after)
    {
        foreach (var (was, now) in before.Sources.Join(after.Sources, one => one.Name, one => one.Name, (was, now) => (was, now)))
        {
            if (was.FailingSince is null && now.FailingSince is not null)
                yield return new(after.At, EventSeverity.Warning, "source", now.Name, $"cannot be read: {now.Error}");
            if (was.FailingSince is { } since && now.FailingSince is null)
                yield return new(after.At, EventSeverity.Note, "source", now.Name, $"is read again, after {Seconds(after.At - since)}");
        }
    }

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s");
}

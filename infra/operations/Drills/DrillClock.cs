using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace PipAi.Operations.Drills;

/// <summary>When the moments of a drill were.</summary>
internal sealed class DrillClock(TimeProvider time)
{
    private readonly ConcurrentDictionary<DrillMoment, long> moments = new();
    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private readonly long started = time.GetTimestamp();

    /// <summary>Timestamp of a moment; null when it did not come.</summary>
    public long? this[DrillMoment moment] => moments.TryGetValue(moment, out var timestamp) ? timestamp : null;

    /// <summary>The moments that came, as they followed each other.</summary>
    public ImmutableArray<TimelineEntry> Timeline =>
    [
        .. from moment in moments
           orderby moment.Value, moment.Key
           let sinceFault = Between(DrillMoment.InForce, moment.Key) ?? TimeSpan.Zero
           select new TimelineEntry(moment.Key, startedAt + time.GetElapsedTime(started, moment.Value), sinceFault),
    ];

    /// <summary>Notes that a moment has come; the first time counts.</summary>
    public void Mark(DrillMoment moment) => Mark(moment, time.GetTimestamp());

    /// <inheritdoc cref="Mark(DrillMoment)"/>
    public void Mark(DrillMoment moment, long timestamp) => moments.TryAdd(moment, timestamp);

    /// <summary>Notes a moment that was seen in several ways: the earliest counts.</summary>
    public void MarkEarliest(DrillMoment moment, long timestamp) =>
        moments.AddOrUpdate(moment, timestamp, (_, known) => Math.Min(known, timestamp));

    /// <summary>When a moment was; null when it did not come.</summary>
    public DateTimeOffset? At(DrillMoment moment) =>
        this[moment] is { } timestamp ? startedAt + time.GetElapsedTime(started, timestamp) : null;

    /// <summary>The timestamp of a time that another clock tells.</summary>
    public long TimestampOf(DateTimeOffset at) => started + (long)((at - startedAt).TotalSeconds * time.TimestampFrequency);

    /// <summary>From one moment to another; null when one of them did not come.</summary>
    public TimeSpan? Between(DrillMoment from, DrillMoment to) =>
        this[from] is { } first && this[to] is { } last ? time.GetElapsedTime(first, last) : null;
}

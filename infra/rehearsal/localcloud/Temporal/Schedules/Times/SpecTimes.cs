using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Temporalio.Api.Schedule.V1;

namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>
/// When a specification, in its canonical form, says that a schedule acts: a pure function of it and of the times between which one asks.
/// </summary>
internal sealed class SpecTimes
{
    /// <summary>So many times may be excluded before the search is given up: a specification may exclude all that it means.</summary>
    private const int MostExcluded = 1_000_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly string seed;
    private readonly ImmutableArray<CalendarTimes> calendars;
    private readonly ImmutableArray<CalendarTimes> excluded;

    /// <summary>Made from a specification; the seed makes the jitter of one schedule another than that of the next.</summary>
    public SpecTimes(ScheduleSpec spec, string seed)
    {
        (Spec, this.seed) = (spec, seed);
        var zone = Zone.Of(spec.TimezoneName);
        calendars = [.. spec.StructuredCalendar.Select(calendar => new CalendarTimes(calendar, zone))];
        excluded = [.. spec.ExcludeStructuredCalendar.Select(calendar => new CalendarTimes(calendar, zone))];
    }

    /// <summary>The specification.</summary>
    public ScheduleSpec Spec { get; }

    /// <summary>All times after one, in order.</summary>
    public IEnumerable<ScheduleTime> After(DateTimeOffset after)
    {
        var at = Start(after);
        var left = MostExcluded;
        while (Next(at) is { } nominal && !(Spec.EndTime?.ToDateTime() < nominal))
        {
            at = nominal;
            if (excluded.Any(calendar => calendar.Has(nominal)))
            {
                if (--left == 0) yield break;
                continue;
            }
            yield return new(nominal, nominal + Jitter(nominal));
        }
    }

    /// <summary>Those until another one, which is included.</summary>
    public IEnumerable<ScheduleTime> Between(DateTimeOffset after, DateTimeOffset until) =>
        After(after).TakeWhile(time => time.Actual <= until);

    /// <summary>The whole second after which one looks: the first second of the time allowed is in it.</summary>
    private DateTime Start(DateTimeOffset after)
    {
        var allowed = (Spec.StartTime?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch) - Second;
        var at = (after > allowed ? after : allowed).UtcDateTime;
        return at < DateTime.UnixEpoch ? DateTime.UnixEpoch - Second : at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
    }

    /// <summary>The next time after a whole second, excluded or not.</summary>
    private DateTime? Next(DateTime after)
    {
        if (after.Year > CalendarClock.LastYear) return null;
        var next = calendars.Select(calendar => calendar.Next(after + Second))
            .Concat(Spec.Interval.Select(interval => Next(interval, after))).Min();
        return next?.Year > CalendarClock.LastYear ? null : next;
    }

    private static DateTime? Next(IntervalSpec interval, DateTime after)
    {
        var (length, phase) = (Spans.SecondsOf(interval.Interval), Spans.SecondsOf(interval.Phase));
        var seconds = (long)(after - DateTime.UnixEpoch).TotalSeconds;
        var next = (long)((Math.Floor((double)(seconds - phase) / length) + 1) * length) + phase;
        return next < (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds ? DateTime.UnixEpoch.AddSeconds(next) : null;
    }

    /// <summary>The same for the same time at every asking, and never as far as the next time.</summary>
    private TimeSpan Jitter(DateTime nominal)
    {
        var most = Spans.Of(Spec.Jitter);
        if (most <= TimeSpan.Zero) return TimeSpan.Zero;
        if (Next(nominal) - nominal is { } gap && gap < most) most = gap;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{nominal.Ticks}-{seed}"), hash);
        var share = BinaryPrimitives.ReadUInt32BigEndian(hash) / (uint.MaxValue + 1.0);
        return TimeSpan.FromMilliseconds(Math.Floor(most.TotalMilliseconds * share));
    }
}

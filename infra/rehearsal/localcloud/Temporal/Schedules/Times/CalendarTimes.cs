using Temporalio.Api.Schedule.V1;

namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>
/// The times, in UTC and whole seconds, at which a clock in a time zone shows what a calendar means. What a clock skips when it is put
/// forward does not happen; what it shows twice when it is put back happens twice.
/// </summary>
internal sealed class CalendarTimes(StructuredCalendarSpec calendar, Zone zone)
{
    /// <summary>More than any clock was ever put forward or back.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    private readonly CalendarClock clock = new(calendar);

    /// <summary>Whether a time is one of them.</summary>
    public bool Has(DateTime time) => clock.Matches(time + zone.OffsetAt(time));

    /// <summary>The first of them at or after a time; null if there is none.</summary>
    public DateTime? Next(DateTime from)
    {
        while (clock.Next(from + zone.OffsetAt(from)) is { } reading)
        {
            // The clock shows it then, unless it is set again before: from there on we look again. Of a long wait only both ends matter.
            var at = reading - zone.OffsetAt(from);
            var near = at - from > Margin ? from + Margin : at;
            if (zone.ChangeIn(from, near) is { } change) from = change;
            else if (near == at) return DateTime.SpecifyKind(at, DateTimeKind.Utc);
            else from = at - Margin;
        }
        return null;
    }
}

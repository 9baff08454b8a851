using System.Collections.Frozen;
using Temporalio.Api.Schedule.V1;
using Range = Temporalio.Api.Schedule.V1.Range;

namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>A calendar as a clock on the wall reads it, wherever that clock hangs: which readings match.</summary>
internal sealed class CalendarClock
{
    /// <summary>The last year in which anything matches.</summary>
    public const int LastYear = 2100;

    private readonly ulong seconds;
    private readonly ulong minutes;
    private readonly ulong hours;
    private readonly ulong days;
    private readonly ulong months;
    private readonly ulong weekdays;
    private readonly FrozenSet<int>? years;

    /// <summary>Made from a calendar.</summary>
    public CalendarClock(StructuredCalendarSpec calendar)
    {
        seconds = Bits(calendar.Second, 59);
        minutes = Bits(calendar.Minute, 59);
        hours = Bits(calendar.Hour, 23);
        days = Bits(calendar.DayOfMonth, 31);
        months = Bits(calendar.Month, 12);
        weekdays = Bits(calendar.DayOfWeek, 6);
        // No year at all is every year; of all else nothing is nothing.
        years = calendar.Year.Count == 0 ? null : Values(calendar.Year, LastYear).ToFrozenSet();
    }

    /// <summary>Whether a reading matches.</summary>
    public bool Matches(DateTime reading) =>
        IsYear(reading) && Has(months, reading.Month) && IsDay(reading)
        && Has(hours, reading.Hour) && Has(minutes, reading.Minute) && Has(seconds, reading.Second);

    /// <summary>The first reading at or after one that matches; null if there is none.</summary>
    public DateTime? Next(DateTime from)
    {
        if (seconds == 0 || minutes == 0 || hours == 0) return null;
        var at = from.AddTicks(-(from.Ticks % TimeSpan.TicksPerSecond));
        while (at.Year <= LastYear)
        {
            if (!IsYear(at)) at = new DateTime(at.Year + 1, 1, 1);
            else if (!Has(months, at.Month)) at = new DateTime(at.Year, at.Month, 1).AddMonths(1);
            else if (!IsDay(at)) at = at.Date.AddDays(1);
            else if (!Has(hours, at.Hour)) at = at.Date.AddHours(at.Hour + 1);
            else if (!Has(minutes, at.Minute)) at = at.Date.AddMinutes((at.Hour * 60) + at.Minute + 1);
            else if (!Has(seconds, at.Second)) at = at.AddSeconds(1);
            else return at;
        }
        return null;
    }

    private bool IsYear(DateTime reading) => years is null || years.Contains(reading.Year);

    private bool IsDay(DateTime reading) => Has(days, reading.Day) && Has(weekdays, (int)reading.DayOfWeek);

    private static bool Has(ulong bits, int value) => (bits >> value & 1) == 1;

    private static ulong Bits(IEnumerable<Range> ranges, int most) =>
        Values(ranges, most).Aggregate(0UL, (bits, value) => bits | 1UL << value);

    private static IEnumerable<int> Values(IEnumerable<Range> ranges, int most)
    {
        foreach (var range in ranges)
        {
            var step = Math.Max(1, range.Step);
            var last = Math.Min(most, Math.Max(range.Start, range.End));
            // Nobody looks at the numbers of what is excluded: they may be below zero.
            for (long value = range.Start >= 0 ? range.Start : range.Start % step; value <= last; value += step)
            {
                if (value >= 0) yield return (int)value;
            }
        }
    }
}

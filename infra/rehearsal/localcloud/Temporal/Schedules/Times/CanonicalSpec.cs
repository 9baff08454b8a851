using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Schedule.V1;
using Range = Temporalio.Api.Schedule.V1.Range;

namespace PipAi.LocalCloud.Temporal.Schedules.Times;

/// <summary>The one form in which schedules say when they act: calendars and cron strings become structured calendars, intervals.</summary>
internal static class CanonicalSpec
{
    private const int LongestComment = 200;

    /// <summary>The fields of a calendar, with where they stand in either form.</summary>
    private static readonly (
        CalendarField Field, Func<CalendarSpec, string> Text, Func<StructuredCalendarSpec, ICollection<Range>> Ranges)[] Fields =
    [
        (CalendarField.Second, calendar => calendar.Second, calendar => calendar.Second),
        (CalendarField.Minute, calendar => calendar.Minute, calendar => calendar.Minute),
        (CalendarField.Hour, calendar => calendar.Hour, calendar => calendar.Hour),
        (CalendarField.DayOfMonth, calendar => calendar.DayOfMonth, calendar => calendar.DayOfMonth),
        (CalendarField.Month, calendar => calendar.Month, calendar => calendar.Month),
        (CalendarField.Year, calendar => calendar.Year, calendar => calendar.Year),
        (CalendarField.DayOfWeek, calendar => calendar.DayOfWeek, calendar => calendar.DayOfWeek),
    ];

    /// <summary>The form of a specification.</summary>
    /// <exception cref="FormatException">It is none, and why, in Temporal's words.</exception>
    public static ScheduleSpec Of(ScheduleSpec asked)
    {
        var spec = asked.Clone();
        spec.StructuredCalendar.Add(spec.Calendar.Select(Structured));
        spec.Calendar.Clear();
#pragma warning disable CS0612 // Clients still send it.
        spec.ExcludeStructuredCalendar.Add(spec.ExcludeCalendar.Select(Structured));
        spec.ExcludeCalendar.Clear();
#pragma warning restore CS0612
        TakeIn(spec, [.. spec.CronString.Select(CronText.Read)]);
        foreach (var calendar in spec.StructuredCalendar) Check(calendar);
        foreach (var interval in spec.Interval) Check(interval);
        Zone.Of(spec.TimezoneName);
        return spec;
    }

    /// <summary>The same as it is shown: with the ends and steps of ranges that go without saying.</summary>
    public static ScheduleSpec Shown(ScheduleSpec spec)
    {
        var shown = spec.Clone();
        var calendars = shown.StructuredCalendar.Concat(shown.ExcludeStructuredCalendar);
        foreach (var range in calendars.SelectMany(calendar => Fields.SelectMany(field => field.Ranges(calendar))))
        {
            range.End = Math.Max(range.Start, range.End);
            if (range.Step == 0) range.Step = 1;
        }
        return shown;
    }

    private static void TakeIn(ScheduleSpec spec, CronText[] crons)
    {
        spec.CronString.Clear();
        spec.StructuredCalendar.Add(crons.Select(cron => cron.Calendar).OfType<CalendarSpec>().Select(Structured));
        spec.Interval.Add(crons.Select(cron => cron.Interval).OfType<IntervalSpec>());
        string[] zones = [.. crons.Select(cron => cron.Zone).Distinct()];
        if (zones is [] or [""]) return;
        if (zones.Length > 1 || (spec.TimezoneName.Length > 0 && spec.TimezoneName != zones[0]))
            throw new FormatException("conflicting timezone names");
        spec.TimezoneName = zones[0];
    }

    private static StructuredCalendarSpec Structured(CalendarSpec calendar)
    {
        var structured = new StructuredCalendarSpec { Comment = calendar.Comment };
        var faults = new List<string>();
        foreach (var (field, text, ranges) in Fields)
        {
            try
            {
                foreach (var range in field.Read(text(calendar))) ranges(structured).Add(range);
            }
            catch (FormatException fault)
            {
                faults.Add(fault.Message);
            }
        }
        return faults.Count == 0 ? structured : throw new FormatException(string.Join(", ", faults));
    }

    private static void Check(StructuredCalendarSpec calendar)
    {
        List<string> faults = [.. Fields.SelectMany(field => field.Field.Faults(field.Ranges(calendar)))];
        if (System.Text.Encoding.UTF8.GetByteCount(calendar.Comment) > LongestComment) faults.Add("comment is too long");
        if (faults.Count > 0) throw new FormatException($"invalid calendar spec: {string.Join(", ", faults)}");
    }

    private static void Check(IntervalSpec interval)
    {
        var (length, phase) = (interval.Interval ?? new Duration(), Spans.Of(interval.Phase));
        if (Spans.Of(length) < TimeSpan.FromSeconds(1)) throw new FormatException("interval is too small");
        if (phase < TimeSpan.Zero) throw new FormatException("phase is negative");
        if (phase >= Spans.Of(length)) throw new FormatException("phase cannot be greater than Interval");
    }
}

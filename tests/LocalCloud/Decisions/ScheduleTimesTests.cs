using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Schedules.Times;
using Temporalio.Api.Schedule.V1;

namespace PipAi.LocalCloud.Tests.Decisions;

/// <summary>When a schedule acts: what its texts mean, and which times follow from that.</summary>
public sealed class ScheduleTimesTests
{
    [Theory]
    [InlineData("0 12 * * *", "2026-11-27T11:59:59Z", "2026-11-27T12:00:00Z 2026-11-28T12:00:00Z")]
    [InlineData("0 12 * * *", "2026-11-27T12:00:00Z", "2026-11-28T12:00:00Z 2026-11-29T12:00:00Z")]
    [InlineData("*/20 * * * *", "2026-11-27T12:00:00Z", "2026-11-27T12:20:00Z 2026-11-27T12:40:00Z")]
    [InlineData("@hourly", "2026-12-31T23:30:00Z", "2027-01-01T00:00:00Z 2027-01-01T01:00:00Z")]
    [InlineData("@weekly", "2026-11-27T00:00:00Z", "2026-11-29T00:00:00Z 2026-12-06T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z 2032-02-29T00:00:00Z")]
    // A day of the month and of the week must both fit: Friday the 13th.
    [InlineData("0 0 13 * FRI", "2026-01-01T00:00:00Z", "2026-02-13T00:00:00Z 2026-03-13T00:00:00Z")]
    [InlineData("0 0 * * 7", "2026-11-27T00:00:00Z", "2026-11-29T00:00:00Z 2026-12-06T00:00:00Z")]
    [InlineData("30 0 0 1 1 * 2027-2028", "2026-01-01T00:00:00Z", "2027-01-01T00:00:30Z 2028-01-01T00:00:30Z")]
    [InlineData("@every 90m", "1970-01-01T00:00:00Z", "1970-01-01T01:30:00Z 1970-01-01T03:00:00Z")]
    [InlineData("@every 1h/15m", "2026-11-27T12:00:00Z", "2026-11-27T12:15:00Z 2026-11-27T13:15:00Z")]
    // Clocks are put forward on 29 March 2026: half past two does not happen. They are put back on 25 October: it happens twice.
    [InlineData("CRON_TZ=Europe/Berlin 30 2 * * *", "2026-03-27T12:00:00Z", "2026-03-28T01:30:00Z 2026-03-30T00:30:00Z")]
    [InlineData("TZ=Europe/Berlin 30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z 2026-10-25T01:30:00Z")]
    public void A_cron_string_means_these_times(string cron, string after, string times) => Assert.Equal(times, Next(Spec(cron), after, 2));

    [Theory]
    [InlineData("* * *", "CronString does not have 5-7 fields")]
    [InlineData("TZ=UTC", "CronString has time zone but missing fields")]
    [InlineData("@every", "CronString does not have interval after @every")]
    [InlineData("@every 5", "time: missing unit in duration \"5\"")]
    [InlineData("@every 5y", "time: unknown unit \"y\" in duration \"5y\"")]
    [InlineData("@every -", "time: invalid duration \"-\"")]
    [InlineData("60 * * * *", "Minute is not in range [0-59]")]
    [InlineData("5-1 * * * *", "Minute End is before Start or not in range [0-59]")]
    [InlineData("*/0 * * * *", "Minute has invalid Step")]
    [InlineData("*/ * * * *", "Minute missing step value")]
    [InlineData("*/2/3 * * * *", "Minute has too many slashes")]
    [InlineData("1-2-3 * * * *", "Minute has too many dashes")]
    [InlineData("* * * JA *", "Month is not in range [1-12]")]
    [InlineData("* * * * 8", "DayOfWeek is not in range [0-7]")]
    public void A_text_that_means_no_time_is_refused_for(string cron, string why) =>
        Assert.Equal(why, Assert.Throws<FormatException>(() => Spec(cron)).Message);

    [Theory]
    [InlineData("1h30m", 5400, 0)]
    [InlineData("1d", 86400, 0)]
    [InlineData("1.5s", 1, 500_000_000)]
    [InlineData("250ms", 0, 250_000_000)]
    [InlineData("0", 0, 0)]
    public void An_interval_is_read_as_Go_reads_it_with_days(string text, long seconds, int nanos) =>
        Assert.Equal(new Duration { Seconds = seconds, Nanos = nanos }, IntervalText.Read(text).Interval);

    [Fact]
    public void A_schedule_acts_between_its_start_and_its_end_both_included()
    {
        var spec = Spec("@every 1h");
        spec.StartTime = At("2026-11-27T12:00:00Z");
        spec.EndTime = At("2026-11-27T14:00:00Z");
        Assert.Equal("2026-11-27T12:00:00Z 2026-11-27T13:00:00Z 2026-11-27T14:00:00Z", Next(spec, "2020-01-01T00:00:00Z", 9));
        Assert.Equal("", Next(spec, "2026-11-27T14:00:00Z", 9));
    }

    [Fact]
    public void What_is_excluded_does_not_happen()
    {
        var spec = Spec("0 12 * * *");
        spec.ExcludeStructuredCalendar.Add(Spec("* * * * SAT,SUN").StructuredCalendar.Select(Always));
        Assert.Equal("2026-11-27T12:00:00Z 2026-11-30T12:00:00Z", Next(spec, "2026-11-27T00:00:00Z", 2));

        static StructuredCalendarSpec Always(StructuredCalendarSpec calendar)
        {
            calendar.Hour.Clear();
            calendar.Hour.Add(new Temporalio.Api.Schedule.V1.Range { Start = 0, End = 23 });
            return calendar;
        }
    }

    [Fact]
    public void Several_calendars_and_intervals_act_in_the_order_of_their_times()
    {
        var spec = Spec("0 12 * * *");
        spec.MergeFrom(Spec("@every 6h/1h"));
        Assert.Equal(
            "2026-11-27T07:00:00Z 2026-11-27T12:00:00Z 2026-11-27T13:00:00Z", Next(spec, "2026-11-27T06:00:00Z", 3));
    }

    [Fact]
    public void Jitter_moves_a_time_by_less_than_it_says_the_same_way_each_time_and_another_way_for_another_schedule()
    {
        var spec = Spec("@every 1h");
        spec.Jitter = new Duration { Seconds = 600 };
        ScheduleTime[] Times(string seed) => [.. new SpecTimes(spec, seed).After(DateTimeOffset.UnixEpoch).Take(50)];

        var times = Times("one");
        Assert.All(times, time => Assert.InRange(time.Actual - time.Nominal, TimeSpan.Zero, TimeSpan.FromSeconds(599.999)));
        Assert.Equal(times, Times("one"));
        Assert.NotEqual(times, Times("other"));
        Assert.True(times.Select(time => time.Actual - time.Nominal).Distinct().Count() > 40);
    }

    [Fact]
    public void Jitter_is_never_as_long_as_the_wait_for_the_next_time()
    {
        var spec = Spec("@every 2s");
        spec.Jitter = new Duration { Seconds = 3600 };
        Assert.All(
            new SpecTimes(spec, "x").After(DateTimeOffset.UnixEpoch).Take(50),
            time => Assert.InRange(time.Actual - time.Nominal, TimeSpan.Zero, TimeSpan.FromSeconds(1.999)));
    }

    [Theory]
    [InlineData("2026-11-27T12:00:00Z", "-2026-11-27T12:00:00Z")]
    [InlineData("1970-01-01T00:00:09Z", "-1970-01-01T00:00:09Z")]
    public void A_workflow_carries_the_time_that_its_schedule_says(string time, string suffix)
    {
        Assert.Equal(suffix, WorkflowIdSuffix.Of(Parse(time)));
        Assert.Equal(WorkflowIdSuffix.Length, suffix.Length);
    }

    private static ScheduleSpec Spec(string cron)
    {
        var spec = new ScheduleSpec();
        spec.CronString.Add(cron);
        return CanonicalSpec.Of(spec);
    }

    private static string Next(ScheduleSpec spec, string after, int count) => string.Join(
        ' ', new SpecTimes(spec, "seed").After(Parse(after)).Take(count).Select(
            time => time.Nominal.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));

    private static Timestamp At(string time) => Timestamp.FromDateTimeOffset(Parse(time));

    private static DateTimeOffset Parse(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}

using Temporalio.Api.Schedule.V1;

namespace PipAi.LocalCloud.Tests.Temporal.Schedules;

/// <summary>What schedules say and at which times they act then, as Temporal's server has it.</summary>
internal static class ScheduleTimes
{
    public static Dictionary<string, (ScheduleSpec Spec, string From, string To, string Times)> All { get; } = new()
    {
        ["every 90 minutes from the hour"] = (new() { Interval = { HandSchedule.Every(5400) } },
            "2022-03-23T12:53:02Z", "2022-03-23T16:30:00Z", "2022-03-23T13:30:00Z 2022-03-23T15:00:00Z 2022-03-23T16:30:00Z"),
        ["every 90 minutes at 5:44 past"] = (new() { Interval = { HandSchedule.Every(5400, 344) } },
            "2022-03-23T12:53:02Z", "2022-03-23T15:30:00Z", "2022-03-23T13:35:44Z 2022-03-23T15:05:44Z"),
        ["what begins is not in it, what ends is"] = (new() { Interval = { HandSchedule.Every(3600) } },
            "2022-03-23T12:00:00Z", "2022-03-23T13:00:00Z", "2022-03-23T13:00:00Z"),
        ["cron and calendar together"] = (
            new() { CronString = { "55 11,13 * * *" }, Calendar = { new CalendarSpec { Hour = "5,7", Minute = "23" } } },
            "2022-03-23T03:00:00Z", "2022-03-23T23:00:00Z",
            "2022-03-23T05:23:00Z 2022-03-23T07:23:00Z 2022-03-23T11:55:00Z 2022-03-23T13:55:00Z"),
        ["seven fields"] = (new() { CronString = { "15/40 59 23 28-31 2 * 2024" } },
            "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z",
            "2024-02-28T23:59:15Z 2024-02-28T23:59:55Z 2024-02-29T23:59:15Z 2024-02-29T23:59:55Z"),
        ["day of month and day of week both"] = (new() { CronString = { "0 0 13 * FRI" } },
            "2026-01-01T00:00:00Z", "2027-06-01T00:00:00Z", "2026-02-13T00:00:00Z 2026-03-13T00:00:00Z 2026-11-13T00:00:00Z"),
        ["Sunday is 0 and 7"] = (new() { CronString = { "0 0 * * 7", "0 1 * * sun" } },
            "2026-11-21T00:00:00Z", "2026-11-23T00:00:00Z", "2026-11-22T00:00:00Z 2026-11-22T01:00:00Z"),
        ["from Saturday to Sunday"] = (new() { CronString = { "0 0 * * 6-7" } },
            "2026-11-20T00:00:00Z", "2026-11-24T00:00:00Z", "2026-11-21T00:00:00Z 2026-11-22T00:00:00Z"),
        ["@every with a phase"] = (new() { CronString = { "@every 14h/3h" } },
            "2026-11-27T00:00:00Z", "2026-11-28T12:00:00Z", "2026-11-27T07:00:00Z 2026-11-27T21:00:00Z 2026-11-28T11:00:00Z"),
        ["@weekly"] = (new() { CronString = { "@weekly" } },
            "2026-11-20T00:00:00Z", "2026-12-01T00:00:00Z", "2026-11-22T00:00:00Z 2026-11-29T00:00:00Z"),
        ["a clock that is put forward skips an hour"] = (new() { CronString = { "CRON_TZ=America/Los_Angeles 33 2 * * *" } },
            "2022-03-12T00:00:00Z", "2022-03-15T00:00:00Z", "2022-03-12T10:33:00Z 2022-03-14T09:33:00Z"),
        ["a clock that is put back shows an hour twice"] = (new() { CronString = { "TZ=America/Los_Angeles 33,44 1 * * *" } },
            "2021-11-07T00:00:00Z", "2021-11-08T09:40:00Z",
            "2021-11-07T08:33:00Z 2021-11-07T08:44:00Z 2021-11-07T09:33:00Z 2021-11-07T09:44:00Z 2021-11-08T09:33:00Z"),
        ["noon in London over the summer"] = (
            new() { TimezoneName = "Europe/London", Calendar = { new CalendarSpec { Hour = "12", DayOfMonth = "1", Month = "3-5" } } },
            "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z", "2026-03-01T12:00:00Z 2026-04-01T11:00:00Z 2026-05-01T11:00:00Z"),
        ["midnight where clocks change at midnight"] = (new() { TimezoneName = "America/Asuncion", CronString = { "30 0 * * *" } },
            "2023-09-30T00:00:00Z", "2023-10-03T00:00:00Z", "2023-09-30T04:30:00Z 2023-10-02T03:30:00Z"),
        ["the day that Samoa skipped"] = (new() { TimezoneName = "Pacific/Apia", CronString = { "0 12 * * *" } },
            "2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z", "2011-12-29T22:00:00Z 2011-12-30T22:00:00Z 2011-12-31T22:00:00Z"),
        ["not at lunch"] = (new()
        {
            Interval = { HandSchedule.Every(5400) },
            ExcludeStructuredCalendar = { All60(new() { Hour = { new Temporalio.Api.Schedule.V1.Range { Start = 12, End = 14 } } }) },
        }, "2022-03-23T08:00:00Z", "2022-03-23T17:00:00Z",
            "2022-03-23T09:00:00Z 2022-03-23T10:30:00Z 2022-03-23T15:00:00Z 2022-03-23T16:30:00Z"),
        ["from a start to an end, both included"] = (new()
        {
            Interval = { HandSchedule.Every(3600) },
            StartTime = HandSchedule.At("2026-11-27T10:00:00Z"),
            EndTime = HandSchedule.At("2026-11-27T12:00:00Z"),
        }, "2026-11-27T00:00:00Z", "2026-11-28T00:00:00Z", "2026-11-27T10:00:00Z 2026-11-27T11:00:00Z 2026-11-27T12:00:00Z"),
        ["a structured calendar that says no hour never is"] = (new()
        {
            StructuredCalendar = { new StructuredCalendarSpec { Second = { new Temporalio.Api.Schedule.V1.Range() } } },
        }, "2026-11-27T00:00:00Z", "2026-12-28T00:00:00Z", ""),
        ["nothing after the year 2100"] = (new() { CronString = { "0 0 31 12 *" } },
            "2098-12-31T12:00:00Z", "2105-01-01T00:00:00Z", "2099-12-31T00:00:00Z 2100-12-31T00:00:00Z"),
        ["nothing at all"] = (new(), "2026-11-27T00:00:00Z", "2026-12-28T00:00:00Z", ""),
    };

    public static IEnumerable<TheoryDataRow<string>> Rows => All.Keys.Select(name => new TheoryDataRow<string>(name));

    /// <summary>All seconds, minutes and days of it.</summary>
    private static StructuredCalendarSpec All60(StructuredCalendarSpec calendar)
    {
        calendar.Second.Add(new Temporalio.Api.Schedule.V1.Range { End = 59 });
        calendar.Minute.Add(new Temporalio.Api.Schedule.V1.Range { End = 59 });
        calendar.DayOfMonth.Add(new Temporalio.Api.Schedule.V1.Range { Start = 1, End = 31 });
        calendar.Month.Add(new Temporalio.Api.Schedule.V1.Range { Start = 1, End = 12 });
        calendar.DayOfWeek.Add(new Temporalio.Api.Schedule.V1.Range { End = 6 });
        return calendar;
    }
}

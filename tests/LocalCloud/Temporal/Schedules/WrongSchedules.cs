using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;
using static PipAi.LocalCloud.Tests.Temporal.TemporalBed;
using Range = Temporalio.Api.Schedule.V1.Range;

namespace PipAi.LocalCloud.Tests.Temporal.Schedules;

/// <summary>Requests about schedules that Temporal's server refuses, each with what it says.</summary>
internal static class WrongSchedules
{
    private static readonly string Long = new('x', 1001);

    /// <summary>All of them by name.</summary>
    public static IEnumerable<(string Name, IMessage Request, string Says)> All =>
        Requests.Concat(Crons.Select(row => Cron(row.Cron, row.Says))).Concat(Specs.Select(row => Spec(row.Name, row.Spec, row.Says)));

    private static IEnumerable<(string Name, IMessage Request, string Says)> Requests =>
    [
        ("schedule: no request id", Create(ask => ask.RequestId = ""), "RequestId is not set on request."),
        ("schedule: long request id", Create(ask => ask.RequestId = Long), "RequestId length exceeds limit."),
        ("schedule: id of 978 characters", Create(ask => ask.ScheduleId = new('x', 978)), "WorkflowId length exceeds limit."),
        ("schedule: workflow id of 980 characters", Starting(workflow => workflow.WorkflowId = new('x', 980)),
            "WorkflowId length exceeds limit."),
        ("schedule: no workflow type", Starting(workflow => workflow.WorkflowType = null), "WorkflowType is not set on request."),
        ("schedule: long workflow type", Starting(workflow => workflow.WorkflowType.Name = Long), "WorkflowType length exceeds limit."),
        ("schedule: no task queue", Starting(workflow => workflow.TaskQueue = null), "askQueue is not set"),
        ("schedule: negative run timeout", Starting(workflow => workflow.WorkflowRunTimeout = new() { Seconds = -1 }),
            "WorkflowRunTimeout"),
        ("schedule: workflow with cron", Starting(workflow => workflow.CronSchedule = "* * * * *"),
            "Scheduled workflow must not contain CronSchedule"),
        ("schedule: workflow with a reuse policy",
            Starting(workflow => workflow.WorkflowIdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate),
            "Scheduled workflow must not contain WorkflowIDReusePolicy"),
        ("schedule: unknown search attribute", Create(ask => ask.SearchAttributes = Attributes(("Nobody", "1"))),
            "no mapping defined for search attribute Nobody"),
        ("schedule: workflow with an unknown search attribute",
            Starting(workflow => workflow.SearchAttributes = Attributes(("Nobody", "1"))),
            "no mapping defined for search attribute Nobody"),
        ("schedule: input of 3 MiB", Starting(workflow => workflow.Input = Sized(3 << 20)), "Blob data size exceeds limit."),
        ("schedule: memo of 3 MiB", Create(ask => ask.Memo = new() { Fields = { ["m"] = Sized(3 << 20).Payloads_[0] } }),
            "Memo size exceeds limit."),
        ("update schedule: long request id", Update(ask => ask.RequestId = Long), "RequestId length exceeds limit."),
        ("update schedule: no workflow type", Update(ask => ask.Schedule.Action.StartWorkflow.WorkflowType = null),
            "WorkflowType is not set on request."),
        ("update schedule: cron", Update(ask => ask.Schedule.Spec.CronString.Add("never")),
            "Invalid schedule spec: CronString does not have 5-7 fields"),
        ("update schedule: input of 3 MiB", Update(ask => ask.Schedule.Action.StartWorkflow.Input = Sized(3 << 20)),
            "Blob data size exceeds limit."),
        ("patch schedule: long request id", Patch(ask => ask.RequestId = Long), "RequestId length exceeds limit."),
        ("patch schedule: long note", Patch(ask => ask.Patch.Pause = Long), "Schedule notes exceeds limit."),
        ("list schedules: unknown attribute", List("Nobody = 'x'"), "Nobody"),
        ("list schedules: attribute of workflows", List("WorkflowType = 'x'"),
            "invalid query filter for schedules: cannot filter on \"WorkflowType\""),
        ("list schedules: no filter", List("TemporalSchedulePaused ="), "invalid query"),
    ];

    private static IEnumerable<(string Cron, string Says)> Crons =>
    [
        ("* * * *", "CronString does not have 5-7 fields"),
        ("* * * * * * * *", "CronString does not have 5-7 fields"),
        ("@fortnightly", "CronString does not have 5-7 fields"),
        ("60 * * * *", "Minute is not in range [0-59]"),
        ("61 24 * * *", "Minute is not in range [0-59], Hour is not in range [0-23]"),
        ("* 5-2 * * *", "Hour End is before Start or not in range [0-23]"),
        ("* 25-26 * * *", "Hour Start is not in range [0-23]"),
        ("* * 0 * *", "DayOfMonth is not in range [1-31]"),
        ("* * * Ju *", "Month is not in range [1-12]"),
        ("* * * * Noday", "DayOfWeek is not in range [0-7]"),
        ("* * * * 8", "DayOfWeek is not in range [0-7]"),
        ("* * * * * 1999", "Year is not in range [2000-2100]"),
        ("1-2-3 * * * *", "Minute has too many dashes"),
        ("1/2/3 * * * *", "Minute has too many slashes"),
        ("*/0 * * * *", "Minute has invalid Step"),
        ("*/x * * * *", "strconv.Atoi: parsing \"x\": invalid syntax"),
        ("*/ * * * *", "Minute missing step value"),
        ("1,,2 * * * *", "Minute is not in range [0-59]"),
        ("CRON_TZ=UTC", "CronString has time zone but missing fields"),
        ("TZ=Mars/Olympus * * * * *", "unknown time zone Mars/Olympus"),
        ("@every", "CronString does not have interval after @every"),
        ("@every 5", "time: missing unit in duration \"5\""),
        ("@every 5x", "time: unknown unit \"x\" in duration \"5x\""),
        ("@every soon", "time: invalid duration \"soon\""),
        ("@every 1h/2h", "phase cannot be greater than Interval"),
        ("@every 100ms", "interval is too small"),
    ];

    private static IEnumerable<(string Name, ScheduleSpec Spec, string Says)> Specs =>
    [
        ("unknown time zone", new() { TimezoneName = "Mars/Olympus" }, "unknown time zone Mars/Olympus"),
        ("time zone in another folder", new() { TimezoneName = "../zoneinfo/UTC" }, "time: invalid location name"),
        ("time zones of two cron strings", new() { CronString = { "TZ=UTC 0 0 * * *", "0 1 * * *" } }, "conflicting timezone names"),
        ("time zone beside that of a cron string", new() { TimezoneName = "UTC", CronString = { "TZ=Europe/London 0 0 * * *" } },
            "conflicting timezone names"),
        ("no interval", new() { Interval = { new IntervalSpec() } }, "interval is too small"),
        ("half a second", new() { Interval = { new IntervalSpec { Interval = new() { Nanos = 500_000_000 } } } }, "interval is too small"),
        ("negative interval", new() { Interval = { HandSchedule.Every(-5) } }, "interval is too small"),
        ("negative phase", new() { Interval = { HandSchedule.Every(5, -1) } }, "phase is negative"),
        ("phase of a whole interval", new() { Interval = { HandSchedule.Every(5, 5) } }, "phase cannot be greater than Interval"),
        ("second 60", Structured(calendar => calendar.Second.Add(new Range { Start = 60 })),
            "invalid calendar spec: Second Start is not in range [0-59]"),
        ("hours that end before they start", Structured(calendar => calendar.Hour.Add(new Range { Start = 16, End = 12 })),
            "Hour End is before Start or not in range [0-23]"),
        ("day of week 7", Structured(calendar => calendar.DayOfWeek.Add(new Range { Start = 7 })), "DayOfWeek Start is not in range [0-6]"),
        ("step back", Structured(calendar => calendar.Minute.Add(new Range { Start = 1, End = 9, Step = -2 })), "Minute has invalid Step"),
        ("long comment", Structured(calendar => calendar.Comment = new('x', 201)), "comment is too long"),
        ("two faults of a calendar", new() { Calendar = { new CalendarSpec { Hour = "24", Month = "13" } } },
            "Hour is not in range [0-23], Month is not in range [1-12]"),
    ];

    private static (string, IMessage, string) Cron(string cron, string says) => Spec(cron, new() { CronString = { cron } }, says);

    private static (string, IMessage, string) Spec(string name, ScheduleSpec spec, string says) =>
        ($"schedule spec: {name}", Create(ask => ask.Schedule.Spec = spec), says);

    private static ScheduleSpec Structured(Action<StructuredCalendarSpec> change)
    {
        var calendar = new StructuredCalendarSpec();
        change(calendar);
        return new() { StructuredCalendar = { calendar } };
    }

    private static CreateScheduleRequest Create(Action<CreateScheduleRequest> change)
    {
        var request = new CreateScheduleRequest
        {
            Namespace = Namespace,
            ScheduleId = RunningTemporal.Unique("wrong"),
            RequestId = Guid.NewGuid().ToString(),
            Schedule = Right(),
        };
        change(request);
        return request;
    }

    private static CreateScheduleRequest Starting(Action<NewWorkflowExecutionInfo> change) =>
        Create(ask => change(ask.Schedule.Action.StartWorkflow));

    private static UpdateScheduleRequest Update(Action<UpdateScheduleRequest> change)
    {
        var request = new UpdateScheduleRequest { Namespace = Namespace, ScheduleId = "nobody", RequestId = "r", Schedule = Right() };
        change(request);
        return request;
    }

    private static PatchScheduleRequest Patch(Action<PatchScheduleRequest> change)
    {
        var request = new PatchScheduleRequest { Namespace = Namespace, ScheduleId = "nobody", RequestId = "r", Patch = new() };
        change(request);
        return request;
    }

    private static ListSchedulesRequest List(string filter) => new() { Namespace = Namespace, Query = filter };

    private static Schedule Right() => new()
    {
        Spec = new(),
        Action = new()
        {
            StartWorkflow = new() { WorkflowId = "w", WorkflowType = new() { Name = "Nothing" }, TaskQueue = new() { Name = "nobody" } },
        },
        State = new() { Paused = true },
    };
}

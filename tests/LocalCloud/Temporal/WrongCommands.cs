using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using static PipAi.LocalCloud.Tests.Temporal.TemporalBed;
using Cause = Temporalio.Api.Enums.V1.WorkflowTaskFailedCause;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Commands of workflows for which Temporal's server fails the workflow task, each with the cause and what it says.</summary>
internal static class WrongCommands
{
    private static readonly string Long = new('x', 1001);
    private static readonly Duration Negative = new() { Seconds = -1 };
    private static readonly Duration Second = new() { Seconds = 1 };

    /// <summary>All of them by name.</summary>
    public static IReadOnlyDictionary<string, WrongCommand> All { get; } =
        Activities().Concat(Timers()).Concat(Others()).Concat(Upserts()).Concat(Large()).ToDictionary(row => row.Name);

    private static IEnumerable<WrongCommand> Activities() =>
    [
        new("activity: no attributes", Cause.BadScheduleActivityAttributes, "CommandAttributes is not set",
            new Command { CommandType = CommandType.ScheduleActivityTask }),
        new("activity: no id", Cause.BadScheduleActivityAttributes, "ActivityId is not set", Activity(ask => ask.ActivityId = "")),
        new("activity: long id", Cause.BadScheduleActivityAttributes, "ActivityId on ScheduleActivityTaskCommand exceeds length limit",
            Activity(ask => ask.ActivityId = Long)),
        new("activity: no type", Cause.BadScheduleActivityAttributes, "ActivityType is not set", Activity(ask => ask.ActivityType = null)),
        new("activity: long type", Cause.BadScheduleActivityAttributes, "ActivityType on ScheduleActivityTaskCommand exceeds length limit",
            Activity(ask => ask.ActivityType.Name = Long)),
        new("activity: no task queue", Cause.BadScheduleActivityAttributes, "askQueue is not set",
            Activity(ask => ask.TaskQueue = null)) { Since = 31 },
        new("activity: nameless task queue", Cause.BadScheduleActivityAttributes, "missing task queue name",
            Activity(ask => ask.TaskQueue = new())) { Since = 31 },
        new("activity: retry that hastens", Cause.BadScheduleActivityAttributes, "BackoffCoefficient cannot be less than 1",
            Activity(ask => ask.RetryPolicy = new() { BackoffCoefficient = 0.5 })) { Since = 31 },
        new("activity: no timeout", Cause.BadScheduleActivityAttributes, "A valid StartToClose or ScheduleToCloseTimeout is not set",
            Activity(ask => ask.StartToCloseTimeout = null)),
        new("activity: only a heartbeat timeout", Cause.BadScheduleActivityAttributes, "A valid StartToClose",
            Activity(ask => (ask.StartToCloseTimeout, ask.HeartbeatTimeout) = (null, Second))),
        new("activity: negative schedule-to-close", Cause.BadScheduleActivityAttributes, "Invalid ScheduleToCloseTimeout",
            Activity(ask => ask.ScheduleToCloseTimeout = Negative)),
        new("activity: negative schedule-to-start", Cause.BadScheduleActivityAttributes, "Invalid ScheduleToStartTimeout",
            Activity(ask => ask.ScheduleToStartTimeout = Negative)),
        new("activity: negative start-to-close", Cause.BadScheduleActivityAttributes, "Invalid StartToCloseTimeout",
            Activity(ask => ask.StartToCloseTimeout = Negative)),
        new("activity: negative heartbeat", Cause.BadScheduleActivityAttributes, "Invalid HeartbeatTimeout",
            Activity(ask => ask.HeartbeatTimeout = Negative)),
        new("activity: negative priority", Cause.BadScheduleActivityAttributes, "PriorityKey can't be negative",
            Activity(ask => ask.Priority = new() { PriorityKey = -1 })),
        new("activity: same id twice", Cause.ScheduleActivityDuplicateId, "ActivityID: a", Activity(_ => { }), Activity(_ => { })),
        new("activity: cancel of none", Cause.BadRequestCancelActivityAttributes, "ScheduledEventId is not set",
            new Command { CommandType = CommandType.RequestCancelActivityTask, RequestCancelActivityTaskCommandAttributes = new() }),
        new("activity: cancel of one that is not there", Cause.BadRequestCancelActivityAttributes, "99",
            new Command
            {
                CommandType = CommandType.RequestCancelActivityTask,
                RequestCancelActivityTaskCommandAttributes = new() { ScheduledEventId = 99 },
            }),
    ];

    private static IEnumerable<WrongCommand> Timers() =>
    [
        new("timer: no attributes", Cause.BadStartTimerAttributes, "CommandAttributes is not set",
            new Command { CommandType = CommandType.StartTimer }),
        new("timer: no id", Cause.BadStartTimerAttributes, "TimerId is not set", Timer(ask => ask.TimerId = "")),
        new("timer: long id", Cause.BadStartTimerAttributes, "TimerId on StartTimerCommand exceeds length limit",
            Timer(ask => ask.TimerId = Long)),
        new("timer: negative", Cause.BadStartTimerAttributes, "negative duration", Timer(ask => ask.StartToFireTimeout = Negative)),
        new("timer: same id twice", Cause.StartTimerDuplicateId, "TimerID: t", Timer(_ => { }), Timer(_ => { })),
        new("timer: cancel without an id", Cause.BadCancelTimerAttributes, "TimerId is not set", CancelTimer("")),
        new("timer: cancel of one that is not there", Cause.BadCancelTimerAttributes, "TimerID: nobody", CancelTimer("nobody")),
        new("timer: cancel twice", Cause.BadCancelTimerAttributes, "TimerID: t", Timer(_ => { }), CancelTimer("t"), CancelTimer("t")),
    ];

    private static IEnumerable<WrongCommand> Others() =>
    [
        new("marker: no name", Cause.BadRecordMarkerAttributes, "MarkerName is not set",
            new Command { CommandType = CommandType.RecordMarker, RecordMarkerCommandAttributes = new() }),
        new("fail: no failure", Cause.BadFailWorkflowExecutionAttributes, "Failure is not set",
            new Command { CommandType = CommandType.FailWorkflowExecution, FailWorkflowExecutionCommandAttributes = new() }),
        new("complete: no attributes", Cause.BadCompleteWorkflowExecutionAttributes, "CommandAttributes is not set",
            new Command { CommandType = CommandType.CompleteWorkflowExecution }),
        new("child: no id", Cause.BadStartChildExecutionAttributes, "WorkflowId is not set", Child(ask => ask.WorkflowId = "")),
        new("child: long id", Cause.BadStartChildExecutionAttributes,
            "WorkflowId on StartChildWorkflowExecutionCommand exceeds length limit", Child(ask => ask.WorkflowId = Long)),
        new("child: no type", Cause.BadStartChildExecutionAttributes, "WorkflowType is not set", Child(ask => ask.WorkflowType = null)),
        new("child: negative run timeout", Cause.BadStartChildExecutionAttributes, "Invalid WorkflowRunTimeout",
            Child(ask => ask.WorkflowRunTimeout = Negative)),
        new("child: negative priority", Cause.BadStartChildExecutionAttributes, "PriorityKey can't be negative",
            Child(ask => ask.Priority = new() { PriorityKey = -1 })),
        new("child: unknown search attribute", Cause.BadSearchAttributes, "no mapping defined",
            Child(ask => ask.SearchAttributes = Attributes(("Nobody", "1")))),
        new("continue as new: negative run timeout", Cause.BadContinueAsNewAttributes, "Invalid WorkflowRunTimeout",
            Continue(ask => ask.WorkflowRunTimeout = Negative)),
        new("continue as new: negative pause", Cause.BadContinueAsNewAttributes, "Invalid BackoffStartInterval",
            Continue(ask => ask.BackoffStartInterval = Negative)),
        new("continue as new: unknown search attribute", Cause.BadSearchAttributes, "no mapping defined",
            Continue(ask => ask.SearchAttributes = Attributes(("Nobody", "1")))),
        new("signal: nobody", Cause.BadSignalWorkflowExecutionAttributes, "Execution is not set", Signal(ask => ask.Execution = null)),
        new("signal: no id", Cause.BadSignalWorkflowExecutionAttributes, "WorkflowId is not set", Signal(ask => ask.Execution = new())),
        new("signal: no run", Cause.BadSignalWorkflowExecutionAttributes, "Invalid RunId", Signal(ask => ask.Execution.RunId = "x")),
        new("signal: no name", Cause.BadSignalWorkflowExecutionAttributes, "SignalName is not set", Signal(ask => ask.SignalName = "")),
        new("cancel: no id", Cause.BadRequestCancelExternalWorkflowExecutionAttributes, "WorkflowId is not set",
            Cancel(ask => ask.WorkflowId = "")),
        new("cancel: no run", Cause.BadRequestCancelExternalWorkflowExecutionAttributes, "Invalid RunId", Cancel(ask => ask.RunId = "x")),
        new("cancel: child of the same turn", Cause.BadRequestCancelExternalWorkflowExecutionAttributes,
            "not allowed in same workflow task", Child(_ => { }), Cancel(ask => ask.WorkflowId = "child")),
    ];

    private static IEnumerable<WrongCommand> Upserts() =>
    [
        new("attributes: none", Cause.BadSearchAttributes, "is not set", Upsert(null)),
        new("attributes: empty", Cause.BadSearchAttributes, "IndexedFields is not set", Upsert(new())),
        new("attributes: unknown", Cause.BadSearchAttributes, "no mapping defined", Upsert(Attributes(("Nobody", "1")))),
        new("attributes: wrong type", Cause.BadSearchAttributes, "invalid value for search attribute Pages of type Int",
            Upsert(Attributes(("Pages", "\"x\"")))),
        new("memo: none", Cause.BadModifyWorkflowPropertiesAttributes, "UpsertedMemo is not set", Remember(null)),
        new("memo: empty", Cause.BadModifyWorkflowPropertiesAttributes, "Fields is not set", Remember(new())),
        new("message: none", Cause.BadUpdateWorkflowExecutionMessage, "MessageID is not set", Message("")),
        new("message: absent", Cause.BadUpdateWorkflowExecutionMessage, "absent message ID m", Message("m")),
        new("a wrong command after right ones", Cause.BadStartTimerAttributes, "TimerId is not set", Activity(_ => { }), Timer(_ => { }),
            Timer(ask => ask.TimerId = "")),
    ];

    private static IEnumerable<WrongCommand> Large() =>
    [
        new("activity: input of 3 MiB", Cause.BadScheduleActivityAttributes, "Input exceeds size limit",
            Activity(ask => ask.Input = Sized(3 << 20))) { EndsRun = true },
        new("marker: 3 MiB", Cause.BadRecordMarkerAttributes, "exceeds size limit", Marker(3 << 20)) { EndsRun = true },
        new("child: input of 3 MiB", Cause.BadStartChildExecutionAttributes, "Input exceeds size limit",
            Child(ask => ask.Input = Sized(3 << 20))) { EndsRun = true },
        new("signal: 3 MiB", Cause.BadSignalWorkflowExecutionAttributes, "Input exceeds size limit",
            Signal(ask => ask.Input = Sized(3 << 20))) { EndsRun = true },
        new("memo: 3 MiB", Cause.BadModifyWorkflowPropertiesAttributes, "exceeds size limit",
            Remember(new() { Fields = { ["m"] = Sized(3 << 20).Payloads_[0] } })) { EndsRun = true },
        new("attributes: 3 kB", Cause.BadSearchAttributes, "value size 3002 exceeds size limit",
            Upsert(Attributes(("Customer", $"\"{new string('x', 3000)}\"")))) { EndsRun = true },
    ];

    private static Command Activity(Action<ScheduleActivityTaskCommandAttributes> change) => Make(
        CommandType.ScheduleActivityTask,
        new ScheduleActivityTaskCommandAttributes
        {
            ActivityId = "a",
            ActivityType = new() { Name = "Nothing" },
            TaskQueue = new() { Name = "nobody" },
            StartToCloseTimeout = Second,
        },
        change, (command, attributes) => command.ScheduleActivityTaskCommandAttributes = attributes);

    private static Command Timer(Action<StartTimerCommandAttributes> change) => Make(
        CommandType.StartTimer, new StartTimerCommandAttributes { TimerId = "t", StartToFireTimeout = new() { Seconds = 600 } }, change,
        (command, attributes) => command.StartTimerCommandAttributes = attributes);

    private static Command CancelTimer(string id) =>
        new() { CommandType = CommandType.CancelTimer, CancelTimerCommandAttributes = new() { TimerId = id } };

    private static Command Child(Action<StartChildWorkflowExecutionCommandAttributes> change) => Make(
        CommandType.StartChildWorkflowExecution,
        new StartChildWorkflowExecutionCommandAttributes
        {
            WorkflowId = "child",
            WorkflowType = new() { Name = "Nothing" },
            TaskQueue = new() { Name = "nobody" },
        },
        change, (command, attributes) => command.StartChildWorkflowExecutionCommandAttributes = attributes);

    private static Command Continue(Action<ContinueAsNewWorkflowExecutionCommandAttributes> change) => Make(
        CommandType.ContinueAsNewWorkflowExecution, new ContinueAsNewWorkflowExecutionCommandAttributes(), change,
        (command, attributes) => command.ContinueAsNewWorkflowExecutionCommandAttributes = attributes);

    private static Command Signal(Action<SignalExternalWorkflowExecutionCommandAttributes> change) => Make(
        CommandType.SignalExternalWorkflowExecution,
        new SignalExternalWorkflowExecutionCommandAttributes { Execution = new() { WorkflowId = "nobody" }, SignalName = "s" },
        change, (command, attributes) => command.SignalExternalWorkflowExecutionCommandAttributes = attributes);

    private static Command Cancel(Action<RequestCancelExternalWorkflowExecutionCommandAttributes> change) => Make(
        CommandType.RequestCancelExternalWorkflowExecution,
            new RequestCancelExternalWorkflowExecutionCommandAttributes { WorkflowId = "nobody" }, change,
        (command, attributes) => command.RequestCancelExternalWorkflowExecutionCommandAttributes = attributes);

    private static Command Upsert(SearchAttributes? attributes) => new()
    {
        CommandType = CommandType.UpsertWorkflowSearchAttributes,
        UpsertWorkflowSearchAttributesCommandAttributes = new() { SearchAttributes = attributes },
    };

    private static Command Remember(Memo? memo) =>
        new()
        {
            CommandType = CommandType.ModifyWorkflowProperties,
            ModifyWorkflowPropertiesCommandAttributes = new() { UpsertedMemo = memo },
        };

    private static Command Message(string id) =>
        new() { CommandType = CommandType.ProtocolMessage, ProtocolMessageCommandAttributes = new() { MessageId = id } };

    private static Command Marker(int bytes) => new()
    {
        CommandType = CommandType.RecordMarker,
        RecordMarkerCommandAttributes = new() { MarkerName = "m", Details = { ["d"] = Sized(bytes) } },
    };

    private static Command Make<T>(CommandType type, T attributes, Action<T> change, Action<Command, T> set)
    {
        change(attributes);
        var command = new Command { CommandType = type };
        set(command, attributes);
        return command;
    }
}

using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using static PipAi.LocalCloud.Tests.Temporal.TemporalBed;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Requests that Temporal's server refuses, each with what it says.</summary>
internal static class WrongRequests
{
    private static readonly string Long = new('x', 1001);
    private static readonly Duration Negative = new() { Seconds = -1 };
    private static readonly Duration Mismatched = new() { Seconds = 1, Nanos = -1 };
    private static readonly ByteString NoToken = ByteString.CopyFrom(0xff, 0xff, 0xff);
    private static readonly WorkflowExecution Nameless = new();
    private static readonly WorkflowExecution NoRun = new() { WorkflowId = "w", RunId = "not-a-uuid" };
    private static readonly WorkflowExecution Right = new() { WorkflowId = "nobody" };

    /// <summary>All of them by name.</summary>
    public static IReadOnlyDictionary<string, (IMessage Request, string Says)> All { get; } =
        ((IEnumerable<(string Name, IMessage Request, string Says)>)[
            .. Starts(), .. StartOptions(), .. Retries(), .. Attributes(), .. SignalWithStarts(), .. OfExecutions(), .. OfTasks(),
            .. OfActivities(), .. Others(), .. WrongPolls.All, .. WrongOperations.All, .. Schedules.WrongSchedules.All,
        ]).ToDictionary(row => row.Name, row => (row.Request, row.Says));

    private static IEnumerable<(string Name, IMessage Request, string Says)> Starts() =>
    [
        ("start: no workflow id", Start(ask => ask.WorkflowId = ""), "WorkflowId is not set on request."),
        ("start: workflow id of 1,001 characters", Start(ask => ask.WorkflowId = Long), "WorkflowId length exceeds limit."),
        ("start: workflow id of 1,002 bytes", Start(ask => ask.WorkflowId = new('é', 501)), "WorkflowId length exceeds limit."),
        ("start: no workflow type", Start(ask => ask.WorkflowType = null), "WorkflowType is not set on request."),
        ("start: nameless workflow type", Start(ask => ask.WorkflowType = new()), "WorkflowType is not set on request."),
        ("start: long workflow type", Start(ask => ask.WorkflowType.Name = Long), "WorkflowType length exceeds limit."),
        ("start: no task queue", Start(ask => ask.TaskQueue = null), "askQueue is not set"),
        ("start: nameless task queue", Start(ask => ask.TaskQueue = new()), "missing task queue name"),
        ("start: long task queue", Start(ask => ask.TaskQueue.Name = Long), "taskQueue length exceeds limit"),
        ("start: task queue of the system", Start(ask => ask.TaskQueue.Name = "/_sys/queue/1"), "reserved prefix"),
        ("start: long request id", Start(ask => ask.RequestId = Long), "RequestId length exceeds limit."),
        ("start: negative execution timeout", Start(ask => ask.WorkflowExecutionTimeout = Negative), "WorkflowExecutionTimeout"),
        ("start: negative run timeout", Start(ask => ask.WorkflowRunTimeout = Negative), "WorkflowRunTimeout"),
        ("start: negative task timeout", Start(ask => ask.WorkflowTaskTimeout = Negative), "WorkflowTaskTimeout"),
        ("start: negative nanoseconds", Start(ask => ask.WorkflowRunTimeout = new() { Nanos = -1 }), "negative duration"),
        ("start: timeout of two signs", Start(ask => ask.WorkflowRunTimeout = Mismatched), "different signs"),
        ("start: negative delay", Start(ask => ask.WorkflowStartDelay = Negative), "WorkflowStartDelay"),
        ("start: input of 3 MiB", Start(ask => ask.Input = Sized(3 << 20)), "Blob data size exceeds limit."),
        ("start: memo of 3 MiB", Start(ask => ask.Memo = new() { Fields = { ["m"] = Sized(3 << 20).Payloads_[0] } }),
            "Memo size exceeds limit."),
    ];

    private static IEnumerable<(string Name, IMessage Request, string Says)> StartOptions() =>
    [
        ("start: terminate if running with a conflict policy", Start(ask =>
        {
            ask.WorkflowIdReusePolicy = (WorkflowIdReusePolicy)4; // Terminate if running, which is deprecated.
            ask.WorkflowIdConflictPolicy = WorkflowIdConflictPolicy.Fail;
        }), "TERMINATE_IF_RUNNING cannot be used together"),
        ("start: reject duplicate and terminate existing", Start(ask =>
        {
            ask.WorkflowIdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate;
            ask.WorkflowIdConflictPolicy = WorkflowIdConflictPolicy.TerminateExisting;
        }), "REJECT_DUPLICATE cannot be used together"),
        ("start: negative priority", Start(ask => ask.Priority = new() { PriorityKey = -1 }), "PriorityKey can't be negative"),
        ("start: fairness key of 65 characters", Start(ask => ask.Priority = new() { FairnessKey = new('x', 65) }),
            "FairnessKey length exceeds limit"),
        ("start: 11 links", Start(ask => ask.Links.Add(Enumerable.Repeat(new Link { BatchJob = new() { JobId = "j" } }, 11))),
            "cannot attach more than 10 links"),
        ("start: link to nothing", Start(ask => ask.Links.Add(new Link())), "unsupported link variant"),
        ("start: link without a run", Start(ask =>
            ask.Links.Add(new Link { WorkflowEvent = new() { Namespace = "n", WorkflowId = "w" } })), "empty run ID"),
    ];

    private static IEnumerable<(string Name, IMessage Request, string Says)> Retries() =>
    [
        ("start: retry with a negative first pause", Retrying(new() { InitialInterval = Negative }), "invalid InitialInterval"),
        ("start: retry with a pause of two signs", Retrying(new() { InitialInterval = Mismatched }), "different signs"),
        ("start: retry with a negative longest pause", Retrying(new() { MaximumInterval = Negative }), "invalid MaximumInterval"),
        ("start: retry that hastens", Retrying(new() { BackoffCoefficient = 0.5 }), "BackoffCoefficient cannot be less than 1"),
        ("start: retry with longest pause below the first",
            Retrying(new() { InitialInterval = new() { Seconds = 9 }, MaximumInterval = new() { Seconds = 3 } }),
            "MaximumInterval cannot be less than InitialInterval"),
        ("start: retry a negative number of times", Retrying(new() { MaximumAttempts = -1 }), "MaximumAttempts cannot be negative"),
        ("start: retry but for a timeout that is none", Retrying(new() { NonRetryableErrorTypes = { "TemporalTimeout:Lunch" } }),
            "Invalid timeout type value: Lunch"),
    ];

    private static IEnumerable<(string Name, IMessage Request, string Says)> Attributes() =>
    [
        ("start: unknown search attribute", With(("Nobody", "\"x\"")), "no mapping defined for search attribute Nobody"),
        ("start: number for a keyword", With(("Customer", "5")), "invalid value for search attribute Customer of type Keyword"),
        ("start: text for a number", With(("Pages", "\"many\"")), "invalid value for search attribute Pages of type Int"),
        ("start: fraction for a number", With(("Pages", "1.5")), "invalid value for search attribute Pages of type Int"),
        ("start: text for a truth", With(("Urgent", "\"yes\"")), "invalid value for search attribute Urgent of type Bool"),
        ("start: date without a time", With(("Due", "\"2026-11-27\"")), "invalid value for search attribute Due of type Datetime"),
        ("start: one keyword for a list", With(("Tags", "\"x\"")), "invalid value for search attribute Tags of type KeywordList"),
        ("start: list of numbers", With(("Tags", "[1]")), "invalid value for search attribute Tags of type KeywordList"),
        ("start: no JSON", With(("Customer", "{")), "invalid value for search attribute Customer of type Keyword"),
        ("start: attribute of the system", With(("WorkflowId", "\"x\"")), "attribute can't be set in SearchAttributes"),
        ("start: attribute of the service", With(("TemporalWorkerDeployment", "\"x\"")), "attribute can't be set in SearchAttributes"),
        ("start: attribute of 3 kB", With(("Customer", $"\"{new string('x', 3000)}\"")), "value size 3002 exceeds size limit 2048"),
    ];

    private static IEnumerable<(string Name, IMessage Request, string Says)> SignalWithStarts() =>
    [
        ("signal-with-start: no signal name", SignalWithStart(ask => ask.SignalName = ""), "SignalName is not set on request."),
        ("signal-with-start: long signal name", SignalWithStart(ask => ask.SignalName = Long), "SignalName length exceeds limit."),
        ("signal-with-start: no workflow id", SignalWithStart(ask => ask.WorkflowId = ""), "WorkflowId is not set on request."),
        ("signal-with-start: no workflow type", SignalWithStart(ask => ask.WorkflowType = null), "WorkflowType is not set on request."),
        ("signal-with-start: no task queue", SignalWithStart(ask => ask.TaskQueue = null), "askQueue is not set"),
        ("signal-with-start: negative run timeout", SignalWithStart(ask => ask.WorkflowRunTimeout = Negative), "WorkflowRunTimeout"),
        ("signal-with-start: conflict fails", SignalWithStart(ask => ask.WorkflowIdConflictPolicy = WorkflowIdConflictPolicy.Fail),
            "CONFLICT_POLICY_FAIL is not supported for this operation"),
        ("signal-with-start: unknown search attribute",
            SignalWithStart(ask => ask.SearchAttributes = TemporalBed.Attributes(("Nobody", "1"))), "no mapping defined"),
        ("signal-with-start: signal of 3 MiB", SignalWithStart(ask => ask.SignalInput = Sized(3 << 20)), "Blob data size exceeds limit."),
    ];

    private static IEnumerable<(string Name, IMessage Request, string Says)> OfExecutions()
    {
        foreach (var (wrong, execution,
            says) in new[]
            {
                ("none", null, "Execution is not set"),
                ("nameless", Nameless, "WorkflowId is not set"),
                ("no run", NoRun, "Invalid RunId."),
            })
        {
            yield return ($"signal: {wrong}",
                new SignalWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = execution, SignalName = "s" }, says);
            yield return ($"cancel: {wrong}",
                new RequestCancelWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = execution }, says);
            yield return ($"terminate: {wrong}",
                new TerminateWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = execution }, says);
            yield return ($"describe: {wrong}", new DescribeWorkflowExecutionRequest { Namespace = Namespace, Execution = execution },
                says);
            yield return ($"history: {wrong}", new GetWorkflowExecutionHistoryRequest { Namespace = Namespace, Execution = execution },
                says);
            yield return ($"history reversed: {wrong}",
                new GetWorkflowExecutionHistoryReverseRequest { Namespace = Namespace, Execution = execution }, says);
            yield return ($"query: {wrong}",
                new QueryWorkflowRequest { Namespace = Namespace, Execution = execution, Query = new() { QueryType = "q" } }, says);
            yield return ($"reset sticky: {wrong}", new ResetStickyTaskQueueRequest { Namespace = Namespace, Execution = execution }, says);
            yield return ($"reset: {wrong}",
                new ResetWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = execution, RequestId = "r" }, says);
            yield return ($"delete: {wrong}", new DeleteWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = execution },
                says);
            yield return ($"update: {wrong}", Update(ask => ask.WorkflowExecution = execution), says);
        }
    }

    private static IEnumerable<(string Name, IMessage Request, string Says)> OfTasks()
    {
        foreach (var (wrong, token,
            says) in new[]
            {
                ("no token", ByteString.Empty, "Task token not set on request."),
                ("wrong token", NoToken, "deserializing task token"),
            })
        {
            yield return ($"task completed: {wrong}", new RespondWorkflowTaskCompletedRequest { Namespace = Namespace, TaskToken = token },
                says);
            yield return ($"task failed: {wrong}", new RespondWorkflowTaskFailedRequest { Namespace = Namespace, TaskToken = token }, says);
            yield return ($"query completed: {wrong}", new RespondQueryTaskCompletedRequest { Namespace = Namespace, TaskToken = token },
                says);
            yield return ($"heartbeat: {wrong}", new RecordActivityTaskHeartbeatRequest { Namespace = Namespace, TaskToken = token }, says);
            yield return ($"activity completed: {wrong}",
                new RespondActivityTaskCompletedRequest { Namespace = Namespace, TaskToken = token }, says);
            yield return ($"activity failed: {wrong}", new RespondActivityTaskFailedRequest { Namespace = Namespace, TaskToken = token },
                says);
            yield return ($"activity canceled: {wrong}",
                new RespondActivityTaskCanceledRequest { Namespace = Namespace, TaskToken = token }, says);
        }
    }

    private static IEnumerable<(string Name, IMessage Request, string Says)> OfActivities()
    {
        foreach (var (wrong, workflow, activity,
            says) in new[] { ("no workflow id", "", "a", "WorkflowId is not set"), ("no activity id", "w", "", "ActivityId is not set") })
        {
            yield return ($"heartbeat by id: {wrong}",
                new RecordActivityTaskHeartbeatByIdRequest { Namespace = Namespace, WorkflowId = workflow, ActivityId = activity }, says);
            yield return ($"completed by id: {wrong}",
                new RespondActivityTaskCompletedByIdRequest { Namespace = Namespace, WorkflowId = workflow, ActivityId = activity }, says);
            yield return ($"failed by id: {wrong}",
                new RespondActivityTaskFailedByIdRequest { Namespace = Namespace, WorkflowId = workflow, ActivityId = activity }, says);
            yield return ($"canceled by id: {wrong}",
                new RespondActivityTaskCanceledByIdRequest { Namespace = Namespace, WorkflowId = workflow, ActivityId = activity }, says);
        }
    }

    private static IEnumerable<(string Name, IMessage Request, string Says)> Others() =>
    [
        ("signal: no name", new SignalWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = Right },
            "SignalName is not set"),
        ("signal: long name", new SignalWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = Right, SignalName = Long },
            "SignalName length"),
        ("signal: long request id",
            new SignalWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = Right, SignalName = "s", RequestId = Long },
                "RequestId length"),
        ("signal: 3 MiB",
            new SignalWorkflowExecutionRequest
            {
                Namespace = Namespace,
                WorkflowExecution = Right,
                SignalName = "s",
                Input = Sized(3 << 20),
            }, "Blob data size"),
        ("query: no query", new QueryWorkflowRequest { Namespace = Namespace, Execution = Right }, "WorkflowQuery is not set"),
        ("query: no type", new QueryWorkflowRequest { Namespace = Namespace, Execution = Right, Query = new() }, "QueryType is not set"),
        ("query: 3 MiB",
            new QueryWorkflowRequest
            {
                Namespace = Namespace,
                Execution = Right,
                Query = new() { QueryType = "q", QueryArgs = Sized(3 << 20) },
            }, "Blob data size"),
        ("update: no meta", Update(ask => ask.Request.Meta = null), "Update meta is not set"),
        ("update: long id", Update(ask => ask.Request.Meta.UpdateId = Long), "UpdateId length exceeds limit."),
        ("update: no input", Update(ask => ask.Request.Input = null), "Update input is not set"),
        ("update: no name", Update(ask => ask.Request.Input.Name = ""), "Update name is not set"),
        ("poll update: none", new PollWorkflowExecutionUpdateRequest { Namespace = Namespace }, "UpdateRef is not set"),
    ];

    private static StartWorkflowExecutionRequest Retrying(RetryPolicy policy) => Start(ask => ask.RetryPolicy = policy);

    private static StartWorkflowExecutionRequest With(params (string Name, string Json)[] attributes) =>
        Start(ask => ask.SearchAttributes = TemporalBed.Attributes(attributes));
}

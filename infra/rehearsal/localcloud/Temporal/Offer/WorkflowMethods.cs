using System.Collections.Immutable;

namespace PipAi.LocalCloud.Temporal.Offer;

/// <summary>
/// What is offered of the workflow service and the operator service. Clients and workers set much that only informs, so here the fields are
/// named that ask for
/// something that is not done.
/// </summary>
internal static class WorkflowMethods
{
    private const string NotOfAStart = "cron_schedule versioning_override time_skipping_config";
    private const string NotOfASchedule =
        "schedule.spec.timezone_data schedule.action.start_workflow.versioning_override";

    /// <summary>All of it.</summary>
    public static ImmutableArray<OfferedMethod> All { get; } =
    [
        Method("StartWorkflowExecution", NotOfAStart + " completion_callbacks on_conflict_options"),
        Method("SignalWithStartWorkflowExecution", NotOfAStart),
        Method("SignalWorkflowExecution"),
        Method("RequestCancelWorkflowExecution"),
        Method("TerminateWorkflowExecution"),
        Method("ResetWorkflowExecution", "post_reset_operations"),
        Method("DeleteWorkflowExecution"),
        Method("ExecuteMultiOperation", Nested("operations.start_workflow", NotOfAStart + " completion_callbacks on_conflict_options")),
        Method("StartBatchOperation", "reset_operation.post_reset_operations"),
        Method("DescribeBatchOperation"),
        Method("ListBatchOperations"),
        Method("StopBatchOperation"),
        Method("CreateSchedule", NotOfASchedule),
        Method("DescribeSchedule"),
        Method("UpdateSchedule", NotOfASchedule),
        Method("PatchSchedule"),
        Method("ListScheduleMatchingTimes"),
        Method("DeleteSchedule"),
        Method("ListSchedules"),
        Method("CountSchedules"),
        Method("PauseActivity"),
        Method("UnpauseActivity"),
        Method("ResetActivity"),
        Method("UpdateActivityOptions"),
        Method("QueryWorkflow"),
        Method("UpdateWorkflowExecution"),
        Method("PollWorkflowExecutionUpdate"),
        Method("DescribeWorkflowExecution"),
        Method("ListWorkflowExecutions"),
        Method("CountWorkflowExecutions"),
        Method("GetWorkflowExecutionHistory"),
        Method("GetWorkflowExecutionHistoryReverse"),
        Method("PollWorkflowTaskQueue", "worker_version_capabilities.use_versioning"),
        Method("RespondWorkflowTaskCompleted"),
        Method("RespondWorkflowTaskFailed"),
        Method("RespondQueryTaskCompleted"),
        Method("ResetStickyTaskQueue"),
        Method("PollActivityTaskQueue", "worker_version_capabilities.use_versioning"),
        Method("RecordActivityTaskHeartbeat"),
        Method("RecordActivityTaskHeartbeatById"),
        Method("RespondActivityTaskCompleted"),
        Method("RespondActivityTaskCompletedById"),
        Method("RespondActivityTaskFailed"),
        Method("RespondActivityTaskFailedById"),
        Method("RespondActivityTaskCanceled"),
        Method("RespondActivityTaskCanceledById"),
        Method("ShutdownWorker"),
        Method("DescribeTaskQueue"),
        Method("ListTaskQueuePartitions"),
        Method("GetSystemInfo"),
        Method("GetClusterInfo"),
        Method("DescribeNamespace"),
        Method("ListNamespaces"),
        new("OperatorService/ListSearchAttributes", null, [], []),
    ];

    private static string Nested(string path, string names) => string.Join(' ', names.Split(' ').Select(name => $"{path}.{name}"));

    private static OfferedMethod Method(string name, string refuses = "") =>
        new("WorkflowService/" + name, null, [], [.. refuses.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
}

using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Visibility;

/// <summary>Runs as lists and descriptions show them.</summary>
internal static class Descriptions
{
    /// <summary>The line of a list.</summary>
    public static WorkflowExecutionInfo Brief(Run run) => new()
    {
        Execution = run.Key.Execution,
        Type = run.Started.WorkflowType,
        StartTime = Timestamp.FromDateTimeOffset(run.Summary.StartedAt),
        ExecutionTime = Timestamp.FromDateTimeOffset(run.Summary.ExecutesAt),
        CloseTime = run.Summary.ClosedAt is { } closed ? Timestamp.FromDateTimeOffset(closed) : null,
        ExecutionDuration = run.Summary.ClosedAt - run.Summary.ExecutesAt is { } took ? Duration.FromTimeSpan(took) : null,
        Status = run.Summary.Status,
        HistoryLength = run.Length,
        HistorySizeBytes = run.Summary.HistoryBytes,
        TaskQueue = run.Started.TaskQueue.Name,
        Memo = run.Summary.Memo.Clone(),
        SearchAttributes = run.Summary.SearchAttributes.Clone(),
        FirstRunId = run.Started.FirstExecutionRunId,
        ParentExecution = run.Started.ParentWorkflowExecution,
        RootExecution = run.Started.RootWorkflowExecution ?? run.Key.Execution,
        Priority = run.Started.Priority,
    };

    /// <summary>All that can be said of one run.</summary>
    public static DescribeWorkflowExecutionResponse Full(Run run)
    {
        var full = new DescribeWorkflowExecutionResponse
        {
            WorkflowExecutionInfo = Brief(run),
            ExecutionConfig = new()
            {
                TaskQueue = run.Started.TaskQueue,
                WorkflowExecutionTimeout = run.Started.WorkflowExecutionTimeout,
                WorkflowRunTimeout = run.Started.WorkflowRunTimeout,
                DefaultWorkflowTaskTimeout = run.Started.WorkflowTaskTimeout,
                UserMetadata = run.Events[0].UserMetadata,
            },
            WorkflowExtendedInfo = new()
            {
                ExecutionExpirationTime = run.Expiry is { } expiry ? Written(expiry) : null,
                RunExpirationTime = Written(
                    run.Started.WorkflowRunTimeout is { } limit && limit.ToTimeSpan() > TimeSpan.Zero
                        ? run.Summary.ExecutesAt + limit.ToTimeSpan() : default),
                CancelRequested = run.Summary.CancelRequested,
                OriginalStartTime = run.Events[0].EventTime,
            },
        };
        if (run.StartRequestId.Length > 0)
            full.WorkflowExtendedInfo.RequestIdInfos.Add(
                run.StartRequestId, new() { EventType = EventType.WorkflowExecutionStarted, EventId = 1 });
        if (!run.IsOpen) return full;
        full.PendingActivities.Add(run.Activities.All.Where(activity => activity.State != ActivityState.Closed).Select(Pending));
        full.PendingChildren.Add(run.Children.All.Select(child => Pending(child.Key, child.Value)));
        full.PendingWorkflowTask = Pending(run.WorkflowTask);
        return full;
    }

    private static PendingActivityInfo Pending(PendingActivity activity) => new()
    {
        ActivityId = activity.Order.ActivityId,
        ActivityType = activity.Order.ActivityType,
        State = activity switch
        {
            { State: ActivityState.Started, CancelRequestedEventId: > 0 } => PendingActivityState.CancelRequested,
            { State: ActivityState.Started, IsPaused: true } => PendingActivityState.PauseRequested,
            { State: ActivityState.Started } => PendingActivityState.Started,
            { IsPaused: true } => PendingActivityState.Paused,
            _ => PendingActivityState.Scheduled,
        },
        Attempt = activity.Attempt,
        MaximumAttempts = activity.Order.RetryPolicy.MaximumAttempts,
        ScheduledTime = Timestamp.FromDateTimeOffset(activity.AttemptScheduledAt),
        ExpirationTime = Written(
            activity.Order.ScheduleToCloseTimeout?.ToTimeSpan() is { } limit && limit > TimeSpan.Zero
                ? activity.ScheduledAt + limit : default),
        CurrentRetryInterval = activity.State == ActivityState.Started ? null
            : activity.RetryInterval is { } pause ? Duration.FromTimeSpan(pause) : activity.Order.RetryPolicy.InitialInterval,
        NextAttemptScheduleTime = Written(
            activity is { State: ActivityState.BackingOff, IsPaused: false } ? activity.AttemptScheduledAt : default),
        LastAttemptCompleteTime = Written(activity.LastAttemptEndedAt),
        LastStartedTime = Written(activity.State == ActivityState.Started ? activity.StartedAt : default),
        LastHeartbeatTime = Written(activity.LastHeartbeatAt),
        HeartbeatDetails = activity.HeartbeatDetails,
        LastFailure = activity.LastFailure,
        LastWorkerIdentity = activity.LastWorker,
        Priority = activity.Order.Priority,
        Paused = activity.IsPaused,
        PauseInfo = activity.PauseInfo,
        ActivityOptions = activity.Options,
    };

    private static Timestamp? Written(DateTimeOffset time) => time == default ? null : Timestamp.FromDateTimeOffset(time);

    private static PendingChildExecutionInfo Pending(long initiatedEventId, PendingChild child) => new()
    {
        WorkflowId = child.Order.WorkflowId,
        RunId = child.RunId,
        WorkflowTypeName = child.Order.WorkflowType.Name,
        InitiatedId = initiatedEventId,
        ParentClosePolicy = child.Order.ParentClosePolicy,
    };

    private static PendingWorkflowTaskInfo? Pending(WorkflowTask task) => task.Phase switch
    {
        TaskPhase.Scheduled => new()
        {
            State = PendingWorkflowTaskState.Scheduled,
            Attempt = task.Attempt,
            ScheduledTime = Timestamp.FromDateTimeOffset(task.ScheduledAt),
            OriginalScheduledTime = Timestamp.FromDateTimeOffset(task.ScheduledAt),
        },
        TaskPhase.Started => new()
        {
            State = PendingWorkflowTaskState.Started,
            Attempt = task.Attempt,
            ScheduledTime = Timestamp.FromDateTimeOffset(task.ScheduledAt),
            OriginalScheduledTime = Timestamp.FromDateTimeOffset(task.ScheduledAt),
            StartedTime = Timestamp.FromDateTimeOffset(task.StartedAt),
        },
        TaskPhase.None or TaskPhase.Completing => null,
    };
}

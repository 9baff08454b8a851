using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>Puts the end of a child into an event of its parent.</summary>
internal static class ChildCompletionEvents
{
    /// <summary>The event for the parent, or null if the child goes on as a new run.</summary>
    public static HistoryEvent? OfEnd(Run child)
    {
        var end = child.Events[^1];
        return end.EventType switch
        {
            EventType.WorkflowExecutionCompleted => Completed(child, end.WorkflowExecutionCompletedEventAttributes.Result),
            EventType.WorkflowExecutionFailed when end.WorkflowExecutionFailedEventAttributes.NewExecutionRunId.Length == 0 =>
                Failed(child, end.WorkflowExecutionFailedEventAttributes),
            EventType.WorkflowExecutionCanceled => Canceled(child, end.WorkflowExecutionCanceledEventAttributes.Details),
            EventType.WorkflowExecutionTimedOut when end.WorkflowExecutionTimedOutEventAttributes.NewExecutionRunId.Length == 0 =>
                TimedOut(child, end.WorkflowExecutionTimedOutEventAttributes.RetryState),
            EventType.WorkflowExecutionTerminated => Terminated(child),
            _ => null,
        };
    }

    /// <summary>The event by which the parent asked for the child that an event tells of; null if it tells of none.</summary>
    public static long? InitiatedBy(HistoryEvent happened) => happened.EventType == EventType.ChildWorkflowExecutionStarted
        ? happened.ChildWorkflowExecutionStartedEventAttributes.InitiatedEventId
        : PendingChildren.ClosedBy(happened);

    private static HistoryEvent Completed(Run child, Payloads? result) => new()
    {
        EventType = EventType.ChildWorkflowExecutionCompleted,
        ChildWorkflowExecutionCompletedEventAttributes = new()
        {
            Result = result,
            Namespace = child.Started.ParentWorkflowNamespace,
            WorkflowExecution = child.Key.Execution,
            WorkflowType = child.Started.WorkflowType,
            InitiatedEventId = child.Started.ParentInitiatedEventId,
        },
    };

    private static HistoryEvent Failed(Run child, WorkflowExecutionFailedEventAttributes end) => new()
    {
        EventType = EventType.ChildWorkflowExecutionFailed,
        ChildWorkflowExecutionFailedEventAttributes = new()
        {
            Failure = end.Failure,
            RetryState = end.RetryState,
            Namespace = child.Started.ParentWorkflowNamespace,
            WorkflowExecution = child.Key.Execution,
            WorkflowType = child.Started.WorkflowType,
            InitiatedEventId = child.Started.ParentInitiatedEventId,
        },
    };

    private static HistoryEvent Canceled(Run child, Payloads? details) => new()
    {
        EventType = EventType.ChildWorkflowExecutionCanceled,
        ChildWorkflowExecutionCanceledEventAttributes = new()
        {
            Details = details,
            Namespace = child.Started.ParentWorkflowNamespace,
            WorkflowExecution = child.Key.Execution,
            WorkflowType = child.Started.WorkflowType,
            InitiatedEventId = child.Started.ParentInitiatedEventId,
        },
    };

    private static HistoryEvent TimedOut(Run child, RetryState state) => new()
    {
        EventType = EventType.ChildWorkflowExecutionTimedOut,
        ChildWorkflowExecutionTimedOutEventAttributes = new()
        {
            RetryState = state,
            Namespace = child.Started.ParentWorkflowNamespace,
            WorkflowExecution = child.Key.Execution,
            WorkflowType = child.Started.WorkflowType,
            InitiatedEventId = child.Started.ParentInitiatedEventId,
        },
    };

    private static HistoryEvent Terminated(Run child) => new()
    {
        EventType = EventType.ChildWorkflowExecutionTerminated,
        ChildWorkflowExecutionTerminatedEventAttributes = new()
        {
            Namespace = child.Started.ParentWorkflowNamespace,
            WorkflowExecution = child.Key.Execution,
            WorkflowType = child.Started.WorkflowType,
            InitiatedEventId = child.Started.ParentInitiatedEventId,
        },
    };
}

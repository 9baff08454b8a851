using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>Puts the end of a child into an event of its parent.</summary>
internal static class ChildCompletionEvents
{
    /// <summary>The event for the parent, or null if the child goes on as a new run.</summary>
    public static HistoryEvent? OfEnd(Run child)
    {
        var (where, initiated) = (child.Started.ParentWorkflowNamespace, child.Started.ParentInitiatedEventId);
        var (who, type, end) = (child.Key.Execution, child.Started.WorkflowType, child.Events[^1]);
        return end.EventType switch
        {
            EventType.WorkflowExecutionCompleted => Of(new ChildWorkflowExecutionCompletedEventAttributes
            {
                Result = end.WorkflowExecutionCompletedEventAttributes.Result,
                Namespace = where,
                WorkflowExecution = who,
                WorkflowType = type,
                InitiatedEventId = initiated,
            }),
            EventType.WorkflowExecutionFailed when end.WorkflowExecutionFailedEventAttributes.NewExecutionRunId.Length == 0 =>
                Of(new ChildWorkflowExecutionFailedEventAttributes
                {
                    Failure = end.WorkflowExecutionFailedEventAttributes.Failure,
                    RetryState = end.WorkflowExecutionFailedEventAttributes.RetryState,
                    Namespace = where,
                    WorkflowExecution = who,
                    WorkflowType = type,
                    InitiatedEventId = initiated,
                }),
            EventType.WorkflowExecutionCanceled => Of(new ChildWorkflowExecutionCanceledEventAttributes
            {
                Details = end.WorkflowExecutionCanceledEventAttributes.Details,
                Namespace = where,
                WorkflowExecution = who,
                WorkflowType = type,
                InitiatedEventId = initiated,
            }),
            EventType.WorkflowExecutionTimedOut when end.WorkflowExecutionTimedOutEventAttributes.NewExecutionRunId.Length == 0 =>
                Of(new ChildWorkflowExecutionTimedOutEventAttributes
                {
                    RetryState = end.WorkflowExecutionTimedOutEventAttributes.RetryState,
                    Namespace = where,
                    WorkflowExecution = who,
                    WorkflowType = type,
                    InitiatedEventId = initiated,
                }),
            EventType.WorkflowExecutionTerminated => Of(new ChildWorkflowExecutionTerminatedEventAttributes
            {
                Namespace = where,
                WorkflowExecution = who,
                WorkflowType = type,
                InitiatedEventId = initiated,
            }),
            _ => null,
        };
    }

    /// <summary>The event by which the parent asked for the child that an event tells of; null if it tells of none.</summary>
    public static long? InitiatedBy(HistoryEvent happened) => happened.EventType == EventType.ChildWorkflowExecutionStarted
        ? happened.ChildWorkflowExecutionStartedEventAttributes.InitiatedEventId
        : PendingChildren.ClosedBy(happened);

    private static HistoryEvent Of(ChildWorkflowExecutionCompletedEventAttributes attributes) =>
        new() { EventType = EventType.ChildWorkflowExecutionCompleted, ChildWorkflowExecutionCompletedEventAttributes = attributes };

    private static HistoryEvent Of(ChildWorkflowExecutionFailedEventAttributes attributes) =>
        new() { EventType = EventType.ChildWorkflowExecutionFailed, ChildWorkflowExecutionFailedEventAttributes = attributes };

    private static HistoryEvent Of(ChildWorkflowExecutionCanceledEventAttributes attributes) =>
        new() { EventType = EventType.ChildWorkflowExecutionCanceled, ChildWorkflowExecutionCanceledEventAttributes = attributes };

    private static HistoryEvent Of(ChildWorkflowExecutionTimedOutEventAttributes attributes) =>
        new() { EventType = EventType.ChildWorkflowExecutionTimedOut, ChildWorkflowExecutionTimedOutEventAttributes = attributes };

    private static HistoryEvent Of(ChildWorkflowExecutionTerminatedEventAttributes attributes) =>
        new() { EventType = EventType.ChildWorkflowExecutionTerminated, ChildWorkflowExecutionTerminatedEventAttributes = attributes };
}

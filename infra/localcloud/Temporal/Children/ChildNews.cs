using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Children;

/// <summary>Puts the end of a child into an event of its parent.</summary>
internal static class ChildNews
{
    /// <summary>The event for the parent, or null if the child goes on as a new run.</summary>
    public static HistoryEvent? OfEnd(Run child)
    {
        var (parentNamespace, initiated) = (child.Started.ParentWorkflowNamespace, child.Started.ParentInitiatedEventId);
        var (execution, type, end) = (child.Key.Execution, child.Started.WorkflowType, child.Events[^1]);
        return end.EventType switch
        {
            EventType.WorkflowExecutionCompleted => new()
            {
                EventType = EventType.ChildWorkflowExecutionCompleted,
                ChildWorkflowExecutionCompletedEventAttributes = new()
                {
                    Result = end.WorkflowExecutionCompletedEventAttributes.Result,
                    Namespace = parentNamespace,
                    WorkflowExecution = execution,
                    WorkflowType = type,
                    InitiatedEventId = initiated,
                },
            },
            EventType.WorkflowExecutionFailed when end.WorkflowExecutionFailedEventAttributes.NewExecutionRunId.Length == 0 => new()
            {
                EventType = EventType.ChildWorkflowExecutionFailed,
                ChildWorkflowExecutionFailedEventAttributes = new()
                {
                    Failure = end.WorkflowExecutionFailedEventAttributes.Failure,
                    RetryState = end.WorkflowExecutionFailedEventAttributes.RetryState,
                    Namespace = parentNamespace,
                    WorkflowExecution = execution,
                    WorkflowType = type,
                    InitiatedEventId = initiated,
                },
            },
            EventType.WorkflowExecutionCanceled => new()
            {
                EventType = EventType.ChildWorkflowExecutionCanceled,
                ChildWorkflowExecutionCanceledEventAttributes = new()
                {
                    Details = end.WorkflowExecutionCanceledEventAttributes.Details,
                    Namespace = parentNamespace,
                    WorkflowExecution = execution,
                    WorkflowType = type,
                    InitiatedEventId = initiated,
                },
            },
            EventType.WorkflowExecutionTimedOut when end.WorkflowExecutionTimedOutEventAttributes.NewExecutionRunId.Length == 0 => new()
            {
                EventType = EventType.ChildWorkflowExecutionTimedOut,
                ChildWorkflowExecutionTimedOutEventAttributes = new()
                {
                    RetryState = end.WorkflowExecutionTimedOutEventAttributes.RetryState,
                    Namespace = parentNamespace,
                    WorkflowExecution = execution,
                    WorkflowType = type,
                    InitiatedEventId = initiated,
                },
            },
            EventType.WorkflowExecutionTerminated => new()
            {
                EventType = EventType.ChildWorkflowExecutionTerminated,
                ChildWorkflowExecutionTerminatedEventAttributes = new()
                {
                    Namespace = parentNamespace,
                    WorkflowExecution = execution,
                    WorkflowType = type,
                    InitiatedEventId = initiated,
                },
            },
            _ => null,
        };
    }
}

using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Children;

/// <summary>The children of a run that are not closed in its history, derived from its events.</summary>
internal sealed class PendingChildren
{
    private readonly Dictionary<long, PendingChild> pending = [];

    /// <summary>All of them, by the event that asked for each.</summary>
    public IReadOnlyDictionary<long, PendingChild> All => pending;

    /// <summary>The event that told of a child's start.</summary>
    public long StartedEventId(long initiatedEventId) => pending.GetValueOrDefault(initiatedEventId)?.StartedEventId ?? 0;

    /// <summary>Takes in an event.</summary>
    public void Apply(HistoryEvent happened)
    {
        if (happened.EventType == EventType.StartChildWorkflowExecutionInitiated)
        {
            pending[happened.EventId] = new(happened.StartChildWorkflowExecutionInitiatedEventAttributes);
        }
        else if (happened.EventType == EventType.ChildWorkflowExecutionStarted)
        {
            var started = happened.ChildWorkflowExecutionStartedEventAttributes;
            pending[started.InitiatedEventId] = pending[started.InitiatedEventId] with
            {
                StartedEventId = happened.EventId,
                RunId = started.WorkflowExecution.RunId,
            };
        }
        else if (ClosedBy(happened) is { } closed)
        {
            pending.Remove(closed);
        }
    }

    /// <summary>The event by which the parent asked for the child that an event closes; null if it closes none.</summary>
    public static long? ClosedBy(HistoryEvent happened) => happened.EventType switch
    {
        EventType.StartChildWorkflowExecutionFailed => happened.StartChildWorkflowExecutionFailedEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionCompleted => happened.ChildWorkflowExecutionCompletedEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionFailed => happened.ChildWorkflowExecutionFailedEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionCanceled => happened.ChildWorkflowExecutionCanceledEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionTimedOut => happened.ChildWorkflowExecutionTimedOutEventAttributes.InitiatedEventId,
        EventType.ChildWorkflowExecutionTerminated => happened.ChildWorkflowExecutionTerminatedEventAttributes.InitiatedEventId,
        _ => null,
    };
}

using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

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

/// <summary>A child workflow that has not closed, as its parent knows it.</summary>
/// <param name="Order">What the parent asked for.</param>
internal sealed record PendingChild(StartChildWorkflowExecutionInitiatedEventAttributes Order)
{
    /// <summary>The event that told the parent of the start, or 0.</summary>
    public long StartedEventId { get; init; }

    /// <summary>The first run of the child; empty before it started.</summary>
    public string RunId { get; init; } = "";
}

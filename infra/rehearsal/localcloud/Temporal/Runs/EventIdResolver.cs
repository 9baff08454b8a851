using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>
/// Fills in the ids by which an event points at earlier ones. An event that was held back does not know them: ids are given when
/// events are appended.
/// </summary>
internal static class EventIdResolver
{
    /// <summary>Completes an event that is about to be appended.</summary>
    public static void Complete(Run run, HistoryEvent next)
    {
        CompleteActivity(run, next);
        CompleteChild(run, next);
    }

    private static void CompleteActivity(Run run, HistoryEvent next)
    {
        switch (next.EventType)
        {
            case EventType.ActivityTaskCompleted:
                next.ActivityTaskCompletedEventAttributes.StartedEventId = StartOf(
                    run, next.ActivityTaskCompletedEventAttributes.ScheduledEventId);
                break;
            case EventType.ActivityTaskFailed:
                next.ActivityTaskFailedEventAttributes.StartedEventId = StartOf(
                    run, next.ActivityTaskFailedEventAttributes.ScheduledEventId);
                break;
            case EventType.ActivityTaskTimedOut:
                next.ActivityTaskTimedOutEventAttributes.StartedEventId = StartOf(
                    run, next.ActivityTaskTimedOutEventAttributes.ScheduledEventId);
                break;
            case EventType.ActivityTaskCanceled:
                next.ActivityTaskCanceledEventAttributes.StartedEventId = StartOf(
                    run, next.ActivityTaskCanceledEventAttributes.ScheduledEventId);
                break;
            default:
                break;
        }
    }

    private static void CompleteChild(Run run, HistoryEvent next)
    {
        switch (next.EventType)
        {
            case EventType.ChildWorkflowExecutionCompleted:
                next.ChildWorkflowExecutionCompletedEventAttributes.StartedEventId =
                    run.Children.StartedEventId(next.ChildWorkflowExecutionCompletedEventAttributes.InitiatedEventId);
                break;
            case EventType.ChildWorkflowExecutionFailed:
                next.ChildWorkflowExecutionFailedEventAttributes.StartedEventId =
                    run.Children.StartedEventId(next.ChildWorkflowExecutionFailedEventAttributes.InitiatedEventId);
                break;
            case EventType.ChildWorkflowExecutionCanceled:
                next.ChildWorkflowExecutionCanceledEventAttributes.StartedEventId =
                    run.Children.StartedEventId(next.ChildWorkflowExecutionCanceledEventAttributes.InitiatedEventId);
                break;
            case EventType.ChildWorkflowExecutionTimedOut:
                next.ChildWorkflowExecutionTimedOutEventAttributes.StartedEventId =
                    run.Children.StartedEventId(next.ChildWorkflowExecutionTimedOutEventAttributes.InitiatedEventId);
                break;
            case EventType.ChildWorkflowExecutionTerminated:
                next.ChildWorkflowExecutionTerminatedEventAttributes.StartedEventId =
                    run.Children.StartedEventId(next.ChildWorkflowExecutionTerminatedEventAttributes.InitiatedEventId);
                break;
            default:
                break;
        }
    }

    /// <summary>An activity's start is written only when it closes, just before the closing event; 0 if no worker ever had it.</summary>
    private static long StartOf(Run run, long scheduledEventId) =>
        run.Events[^1].ActivityTaskStartedEventAttributes?.ScheduledEventId == scheduledEventId ? run.Events[^1].EventId : 0;
}

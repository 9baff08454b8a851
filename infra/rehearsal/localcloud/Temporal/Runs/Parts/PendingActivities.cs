using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

/// <summary>The activities of a run that are not closed in its history, derived from its events.</summary>
internal sealed class PendingActivities
{
    private readonly Dictionary<long, PendingActivity> pending = [];

    /// <summary>All of them, also those whose closing event is held back.</summary>
    public IReadOnlyCollection<PendingActivity> All => pending.Values;

    /// <summary>The one scheduled by an event, or null if it is closed.</summary>
    public PendingActivity? Find(long scheduledEventId) => pending.GetValueOrDefault(scheduledEventId);

    /// <summary>Takes in an event.</summary>
    public void Apply(HistoryEvent happened)
    {
        if (happened.EventType == EventType.ActivityTaskScheduled)
            pending.Add(happened.EventId, new PendingActivity(happened));
        else if (happened.EventType == EventType.ActivityTaskCancelRequested)
            Cancel(happened);
        else if (ClosedBy(happened) is { } closed)
            pending.Remove(closed);
    }

    /// <summary>Takes in an event that is held back: the activity is over, though its history does not say so yet.</summary>
    public void ApplyHeldBack(HistoryEvent happened)
    {
        if (ClosedBy(happened) is { } closed && Find(closed) is { } activity) activity.State = ActivityState.Closed;
    }

    private void Cancel(HistoryEvent happened)
    {
        if (Find(happened.ActivityTaskCancelRequestedEventAttributes.ScheduledEventId) is { } activity)
            activity.CancelRequestedEventId = happened.EventId;
    }

    private static long? ClosedBy(HistoryEvent happened) => happened.EventType switch
    {
        EventType.ActivityTaskCompleted => happened.ActivityTaskCompletedEventAttributes.ScheduledEventId,
        EventType.ActivityTaskFailed => happened.ActivityTaskFailedEventAttributes.ScheduledEventId,
        EventType.ActivityTaskTimedOut => happened.ActivityTaskTimedOutEventAttributes.ScheduledEventId,
        EventType.ActivityTaskCanceled => happened.ActivityTaskCanceledEventAttributes.ScheduledEventId,
        _ => null,
    };
}

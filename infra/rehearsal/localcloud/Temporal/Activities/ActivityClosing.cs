using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Activities;

/// <summary>
/// Ends activities and tells their runs. The start of the last attempt is written together with its end; earlier attempts leave
/// nothing in the history.
/// </summary>
internal sealed class ActivityClosing(EventBuffer events)
{
    /// <summary>It brought a result.</summary>
    public void Complete(Run run, PendingActivity activity, Payloads? result) => Close(run, activity, new HistoryEvent
    {
        EventType = EventType.ActivityTaskCompleted,
        ActivityTaskCompletedEventAttributes = new()
        {
            Result = result,
            ScheduledEventId = activity.ScheduledEventId,
            Identity = activity.Identity,
        },
    });

    /// <summary>It failed for good.</summary>
    public void Fail(Run run, PendingActivity activity, Failure failure, RetryState why) => Close(run, activity, new HistoryEvent
    {
        EventType = EventType.ActivityTaskFailed,
        ActivityTaskFailedEventAttributes = new()
        {
            Failure = failure,
            ScheduledEventId = activity.ScheduledEventId,
            Identity = activity.Identity,
            RetryState = why,
        },
    });

    /// <summary>It took too long, for good.</summary>
    public void TimeOut(Run run, PendingActivity activity, Failure failure, RetryState why) => Close(run, activity, new HistoryEvent
    {
        EventType = EventType.ActivityTaskTimedOut,
        ActivityTaskTimedOutEventAttributes = new()
        {
            Failure = failure,
            ScheduledEventId = activity.ScheduledEventId,
            RetryState = why,
        },
    });

    /// <summary>It ended because it was asked to.</summary>
    public void Cancel(Run run, PendingActivity activity, Payloads? details) => Close(run, activity, new HistoryEvent
    {
        EventType = EventType.ActivityTaskCanceled,
        ActivityTaskCanceledEventAttributes = new()
        {
            Details = details,
            LatestCancelRequestedEventId = activity.CancelRequestedEventId,
            ScheduledEventId = activity.ScheduledEventId,
            Identity = activity.Identity,
        },
    });

    private void Close(Run run, PendingActivity activity, HistoryEvent end)
    {
        // Somebody may finish an activity by its id before a worker took it: a result without a start would make no sense to workers.
        var hasStart = activity.State == ActivityState.Started
            || end.EventType is EventType.ActivityTaskCompleted or EventType.ActivityTaskFailed;
        activity.EndAttempt();
        activity.State = ActivityState.Closed;
        if (hasStart) events.Deliver(run, Start(activity), end);
        else events.Deliver(run, end);
    }

    private static HistoryEvent Start(PendingActivity activity) => new()
    {
        EventType = EventType.ActivityTaskStarted,
        EventTime = activity.StartedAt == default ? null : Timestamp.FromDateTimeOffset(activity.StartedAt),
        ActivityTaskStartedEventAttributes = new()
        {
            ScheduledEventId = activity.ScheduledEventId,
            Identity = activity.StartedAt != default ? activity.LastWorker : activity.Identity,
            RequestId = Guid.NewGuid().ToString(),
            Attempt = activity.Attempt,
            LastFailure = activity.LastFailure,
        },
    };
}

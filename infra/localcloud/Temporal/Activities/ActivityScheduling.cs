using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.WorkflowTasks;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Activities;

/// <summary>Brings activity attempts to workers, watches their four timeouts, and decides what follows a failed attempt.</summary>
internal sealed class ActivityScheduling(Turns turns, TaskQueues queues, ActivityClosing closing)
{
    /// <summary>Begins with an activity just scheduled, or takes it up again after a restart of the service.</summary>
    public void Begin(Run run, PendingActivity activity)
    {
        var left = TimeLeft(activity);
        if (left is { } limit) activity.Watch(turns.After(limit, () => TimeOut(run, activity, TimeoutType.ScheduleToClose)));
        if (activity.State == ActivityState.Started) WatchStarted(run, activity);
        else Enqueue(run, activity);
    }

    /// <summary>A sign of life from the worker.</summary>
    public void Heartbeat(Run run, PendingActivity activity)
    {
        activity.LastHeartbeatAt = turns.Now;
        WatchHeartbeat(run, activity);
    }

    /// <summary>An attempt failed: another one follows after a pause, or the activity fails.</summary>
    public void Fail(Run run, PendingActivity activity, Failure failure)
    {
        var decision = Decide(activity, failure);
        if (decision.Pause is { } pause) BackOff(run, activity, failure, pause);
        else closing.Fail(run, activity, failure, decision.State);
    }

    private void Enqueue(Run run, PendingActivity activity)
    {
        activity.State = ActivityState.Scheduled;
        activity.AttemptScheduledAt = turns.Now;
        if (Limit(activity.Order.ScheduleToStartTimeout) is { } patience)
            activity.Watch(turns.After(patience, () =>
            {
                if (activity.State == ActivityState.Scheduled) TimeOut(run, activity, TimeoutType.ScheduleToStart);
            }));
        activity.Queued = queues[new(run.Key.Namespace, activity.Order.TaskQueue.Name, TaskKind.Activity)]
            .Add(poller => Start(run, activity, poller));
    }

    private PollActivityTaskQueueResponse Start(Run run, PendingActivity activity, Poller poller)
    {
        activity.Queued = null;
        activity.State = ActivityState.Started;
        activity.Identity = activity.LastWorker = poller.Identity;
        activity.StartedAt = activity.LastHeartbeatAt = turns.Now;
        NoteAttempt(run, activity);
        WatchStarted(run, activity);
        var order = activity.Order;
        return new PollActivityTaskQueueResponse
        {
            TaskToken = new TaskToken('a', run.Key.RunId, activity.ScheduledEventId, activity.Attempt).ToBytes(),
            WorkflowNamespace = run.Key.Namespace,
            WorkflowType = run.Started.WorkflowType,
            WorkflowExecution = run.Key.Execution,
            ActivityType = order.ActivityType,
            ActivityId = order.ActivityId,
            Header = order.Header,
            Input = order.Input,
            HeartbeatDetails = activity.HeartbeatDetails,
            ScheduledTime = Timestamp.FromDateTimeOffset(activity.ScheduledAt),
            CurrentAttemptScheduledTime = Timestamp.FromDateTimeOffset(activity.AttemptScheduledAt),
            StartedTime = Timestamp.FromDateTimeOffset(activity.StartedAt),
            Attempt = activity.Attempt,
            ScheduleToCloseTimeout = order.ScheduleToCloseTimeout ?? new Duration(),
            StartToCloseTimeout = order.StartToCloseTimeout ?? new Duration(),
            HeartbeatTimeout = order.HeartbeatTimeout ?? new Duration(),
            RetryPolicy = order.RetryPolicy,
            Priority = order.Priority,
        };
    }

    private void WatchStarted(Run run, PendingActivity activity)
    {
        if (Limit(activity.Order.StartToCloseTimeout) is { } limit)
            activity.Watch(turns.At(activity.StartedAt + limit, () => TimeOut(run, activity, TimeoutType.StartToClose)));
        WatchHeartbeat(run, activity);
    }

    private void WatchHeartbeat(Run run, PendingActivity activity)
    {
        if (Limit(activity.Order.HeartbeatTimeout) is not { } limit) return;
        activity.HeartbeatAlarm?.Dispose();
        activity.HeartbeatAlarm = turns.After(limit, () => TimeOut(run, activity, TimeoutType.Heartbeat));
    }

    private void TimeOut(Run run, PendingActivity activity, TimeoutType type)
    {
        var failure = new Failure
        {
            Message = $"activity {type} timeout",
            Source = "Server",
            TimeoutFailureInfo = new() { TimeoutType = type, LastHeartbeatDetails = activity.HeartbeatDetails },
        };
        var decision = Decide(activity, failure);
        if (decision.Pause is { } pause)
        {
            BackOff(run, activity, failure, pause);
            return;
        }
        if (type is TimeoutType.ScheduleToClose or TimeoutType.StartToClose) failure.Cause = activity.LastFailure;
        closing.TimeOut(run, activity, failure, decision.State == RetryState.NonRetryableFailure ? RetryState.Timeout : decision.State);
    }

    private RetryDecision Decide(PendingActivity activity, Failure failure) => activity.CancelRequestedEventId > 0
        ? new(null, RetryState.CancelRequested)
        : RetryDecision.After(activity.Order.RetryPolicy, activity.Attempt, failure, TimeLeft(activity));

    private void BackOff(Run run, PendingActivity activity, Failure failure, TimeSpan pause)
    {
        activity.EndAttempt();
        activity.LastFailure = failure;
        activity.Attempt++;
        activity.Identity = "";
        activity.State = ActivityState.BackingOff;
        activity.RetryInterval = pause;
        activity.LastAttemptEndedAt = turns.Now;
        activity.AttemptScheduledAt = activity.LastAttemptEndedAt + pause;
        NoteAttempt(run, activity);
        if (TimeLeft(activity) is { } left)
            activity.Watch(turns.After(left, () => TimeOut(run, activity, TimeoutType.ScheduleToClose)));
        activity.Watch(turns.After(pause, () => Enqueue(run, activity)));
    }

    private static void NoteAttempt(Run run, PendingActivity activity) => run.Note(new HistoryEvent
    {
        ActivityTaskStartedEventAttributes = new()
        {
            ScheduledEventId = activity.ScheduledEventId,
            Attempt = activity.Attempt,
            Identity = activity.Identity,
            LastFailure = activity.LastFailure,
        },
    });

    private TimeSpan? TimeLeft(PendingActivity activity) =>
        Limit(activity.Order.ScheduleToCloseTimeout) is { } limit ? activity.ScheduledAt + limit - turns.Now : null;

    private static TimeSpan? Limit(Duration? timeout) =>
        timeout?.ToTimeSpan() is { } limit && limit > TimeSpan.Zero ? limit : null;
}

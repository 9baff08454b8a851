using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Activities;

/// <summary>Brings activity attempts to workers, watches their four timeouts, and decides what follows a failed attempt.</summary>
internal sealed class ActivityScheduling(SerialExecutor executor, TaskQueues queues, ActivityClosing closing)
{
    /// <summary>Begins with an activity just scheduled, or takes it up again where it is: after a restart, or with other options.</summary>
    public void Begin(Run run, PendingActivity activity)
    {
        WatchWhole(run, activity);
        if (activity.State == ActivityState.Started) WatchStarted(run, activity);
        else if (activity.State == ActivityState.BackingOff)
            activity.Watch(executor.At(activity.AttemptScheduledAt, () => Enqueue(run, activity)));
        else Enqueue(run, activity);
    }

    /// <summary>
    /// Begins with an activity just scheduled at the worker that asked for it: it waits in no queue, so its run's priority is not its own.
    /// </summary>
    public PollActivityTaskQueueResponse BeginAt(string worker, Run run, PendingActivity activity)
    {
        WatchWhole(run, activity);
        var task = Start(run, activity, worker);
        task.Priority = activity.Order.Priority;
        return task;
    }

    /// <summary>Schedules an activity again after something about it was changed; a worker that has it may finish first.</summary>
    public void BeginAgain(Run run, PendingActivity activity)
    {
        var isAtWork = activity.State == ActivityState.Started;
        if (!isAtWork) activity.EndAttempt();
        run.Note(activity);
        if (!isAtWork) Begin(run, activity);
    }

    /// <summary>A sign of life from the worker; what it says takes the place of what it said before, also if it says nothing.</summary>
    public void Heartbeat(Run run, PendingActivity activity, Payloads? details)
    {
        activity.LastHeartbeatAt = executor.Now;
        WatchHeartbeat(run, activity);
        if (details is null && activity.HeartbeatDetails is null) return;
        activity.HeartbeatDetails = details;
        run.Note(activity);
    }

    /// <summary>An attempt failed: another one follows after a pause, or the activity fails.</summary>
    public void Fail(Run run, PendingActivity activity, Failure failure)
    {
        var decision = Decide(run, activity, failure);
        if (decision.Pause is { } pause) BackOff(run, activity, failure, pause);
        else closing.Fail(run, activity, failure, decision.State);
    }

    private void Enqueue(Run run, PendingActivity activity)
    {
        if (activity.State == ActivityState.BackingOff) activity.AttemptScheduledAt = executor.Now;
        activity.State = ActivityState.Scheduled;
        if (activity.IsPaused) return;
        if (RunTimeouts.Of(activity.Order.ScheduleToStartTimeout) is { } timeout)
            activity.Watch(executor.After(timeout, () =>
            {
                if (activity.State == ActivityState.Scheduled) TimeOut(run, activity, TimeoutType.ScheduleToStart);
            }));
        activity.Queued = queues[new(run.Key.Namespace, activity.Order.TaskQueue.Name, TaskKind.Activity)]
            .Add(poller => Start(run, activity, poller.Identity), Priorities.Merge(run.Started.Priority, activity.Order.Priority));
    }

    private PollActivityTaskQueueResponse Start(Run run, PendingActivity activity, string worker)
    {
        run.Touch();
        activity.Queued = null;
        activity.State = ActivityState.Started;
        activity.Identity = activity.LastWorker = worker;
        (activity.StartedAt, activity.LastHeartbeatAt) = (executor.Now, default);
        run.Note(activity);
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
            Priority = Priorities.Merge(run.Started.Priority, order.Priority),
        };
    }

    private void WatchWhole(Run run, PendingActivity activity)
    {
        if (TimeLeft(run, activity) is { } limit)
            activity.Watch(executor.After(limit, () => TimeOut(run, activity, TimeoutType.ScheduleToClose)));
    }

    private void WatchStarted(Run run, PendingActivity activity)
    {
        if (RunTimeouts.Of(activity.Order.StartToCloseTimeout) is { } limit && IsWithinWhole(run, activity, activity.StartedAt + limit))
            activity.Watch(executor.At(activity.StartedAt + limit, () => TimeOut(run, activity, TimeoutType.StartToClose)));
        WatchHeartbeat(run, activity);
    }

    private void WatchHeartbeat(Run run, PendingActivity activity)
    {
        activity.HeartbeatAlarm?.Dispose();
        if (RunTimeouts.Of(activity.Order.HeartbeatTimeout) is not { } limit || !IsWithinWhole(run, activity, executor.Now + limit)) return;
        activity.HeartbeatAlarm = executor.After(limit, () => TimeOut(run, activity, TimeoutType.Heartbeat));
    }

    /// <summary>Whether a time comes before the activity as a whole is over: of two alarms at one instant the whole's must ring.</summary>
    private bool IsWithinWhole(Run run, PendingActivity activity, DateTimeOffset due) => !(executor.Now + TimeLeft(run, activity) <= due);

    private void TimeOut(Run run, PendingActivity activity, TimeoutType type)
    {
        var failure = TimedOut(activity, type, $"activity {type} timeout");
        var decision = Decide(run, activity, failure);
        if (decision.Pause is { } pause)
        {
            BackOff(run, activity, failure, pause);
            return;
        }
        // What ran out then is the time for another attempt.
        if (decision.State == RetryState.Timeout && type is TimeoutType.StartToClose or TimeoutType.Heartbeat)
            failure = TimedOut(
                activity, TimeoutType.ScheduleToClose,
                "Not enough time to schedule next retry before activity ScheduleToClose timeout, giving up retrying");
        if (failure.TimeoutFailureInfo.TimeoutType is TimeoutType.ScheduleToClose or TimeoutType.StartToClose)
            failure.Cause = activity.LastFailure;
        closing.TimeOut(run, activity, failure, decision.State);
    }

    private static Failure TimedOut(PendingActivity activity, TimeoutType type, string message) => new()
    {
        Message = message,
        Source = "Server",
        TimeoutFailureInfo = new() { TimeoutType = type, LastHeartbeatDetails = activity.HeartbeatDetails },
    };

    private RetryDecision Decide(Run run, PendingActivity activity, Failure failure)
    {
        if (activity.CancelRequestedEventId > 0) return new(null, RetryState.CancelRequested);
        var decision = RetryDecision.After(
            activity.Order.RetryPolicy, activity.IsReset ? 0 : activity.Attempt, failure, TimeLeft(run, activity));
        // Who holds an activity wants to see it again, even if this was its last attempt.
        return activity.IsPaused && decision is { Pause: null, State: not RetryState.NonRetryableFailure }
            ? new(TimeSpan.Zero, RetryState.InProgress) : decision;
    }

    private void BackOff(Run run, PendingActivity activity, Failure failure, TimeSpan pause)
    {
        activity.LastFailure = failure;
        activity.Attempt = activity.IsReset ? 1 : activity.Attempt + 1;
        activity.IsReset = false;
        activity.Identity = "";
        activity.State = ActivityState.BackingOff;
        activity.RetryInterval = pause;
        activity.LastAttemptEndedAt = executor.Now;
        activity.AttemptScheduledAt = activity.LastAttemptEndedAt + pause;
        BeginAgain(run, activity);
    }

    /// <summary>What the activity as a whole may still take; in a run that another was reset to, it counts from the start.</summary>
    private TimeSpan? TimeLeft(Run run, PendingActivity activity) => RunTimeouts.Of(activity.Order.ScheduleToCloseTimeout) is { } limit
        ? (activity.ScheduledAt > run.CreatedAt ? activity.ScheduledAt : run.CreatedAt) + limit - executor.Now
        : null;
}

using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Policies;
using Temporalio.Api.Activity.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Workflow.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

/// <summary>One activity of a run that has not closed yet.</summary>
internal sealed class PendingActivity(HistoryEvent scheduled)
{
    private readonly List<DeadlineTimer> alarms = [];

    /// <summary>Event id of its scheduling, which names it within its run.</summary>
    public long ScheduledEventId => scheduled.EventId;

    /// <summary>When it was first scheduled.</summary>
    public DateTimeOffset ScheduledAt => scheduled.EventTime.ToDateTimeOffset();

    /// <summary>What the workflow asked for, defaults filled in, or what somebody changed that to since.</summary>
    public ActivityTaskScheduledEventAttributes Order { get; private set; } = scheduled.ActivityTaskScheduledEventAttributes;

    /// <summary>Whether somebody changed what the workflow asked for.</summary>
    public bool HasOwnOptions => Order != (object)scheduled.ActivityTaskScheduledEventAttributes;

    /// <summary>Queue, timeouts and retry policy as they are now.</summary>
    public ActivityOptions Options => new()
    {
        TaskQueue = Order.TaskQueue,
        ScheduleToCloseTimeout = Order.ScheduleToCloseTimeout,
        ScheduleToStartTimeout = Order.ScheduleToStartTimeout,
        StartToCloseTimeout = Order.StartToCloseTimeout,
        HeartbeatTimeout = Order.HeartbeatTimeout,
        RetryPolicy = Order.RetryPolicy,
        Priority = Order.Priority,
    };

    /// <summary>Who paused it, when and why; null if nobody did.</summary>
    public PendingActivityInfo.Types.PauseInfo? PauseInfo { get; set; }

    /// <summary>The request that paused it: repeated, it is no other.</summary>
    public string? PauseRequestId { get; set; }

    /// <summary>Whether no attempt of it begins until somebody says so.</summary>
    public bool IsPaused => PauseInfo is not null;

    /// <summary>Whether the attempt under way is to count as none.</summary>
    public bool IsReset { get; set; }

    /// <summary>Where it is.</summary>
    public ActivityState State { get; set; } = ActivityState.Scheduled;

    /// <summary>The attempt that is scheduled or running, from 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>When that attempt was scheduled, or is to be.</summary>
    public DateTimeOffset AttemptScheduledAt { get; set; } = scheduled.EventTime.ToDateTimeOffset();

    /// <summary>When a worker took that attempt.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The worker that took it.</summary>
    public string Identity { get; set; } = "";

    /// <summary>The worker that took the latest attempt, also when that is over.</summary>
    public string LastWorker { get; set; } = "";

    /// <summary>The pause before the attempt that is to come or under way; null for the first.</summary>
    public TimeSpan? RetryInterval { get; set; }

    /// <summary>When the attempt before ended.</summary>
    public DateTimeOffset LastAttemptEndedAt { get; set; }

    /// <summary>When it last gave a sign of life.</summary>
    public DateTimeOffset LastHeartbeatAt { get; set; }

    /// <summary>What it said then: the next attempt is given it.</summary>
    public Payloads? HeartbeatDetails { get; set; }

    /// <summary>Why the attempt before failed.</summary>
    public Failure? LastFailure { get; set; }

    /// <summary>The event that asked to cancel it, or 0.</summary>
    public long CancelRequestedEventId { get; set; }

    /// <summary>The attempt in its queue.</summary>
    public QueuedTask? Queued { get; set; }

    /// <summary>The running heartbeat timeout.</summary>
    public DeadlineTimer? HeartbeatAlarm { get; set; }

    /// <summary>Changes queue, timeouts and retry policy, the timeouts fitted into each other and the run's.</summary>
    public void SetOptions(ActivityOptions options, WorkflowExecutionStartedEventAttributes started)
    {
        SetOptions(options);
        ActivityTimeouts.Fit(Order, started);
    }

    /// <summary>Changes queue, timeouts and retry policy.</summary>
    public void SetOptions(ActivityOptions options)
    {
        Order = Order.Clone();
        Order.TaskQueue = options.TaskQueue;
        Order.ScheduleToCloseTimeout = options.ScheduleToCloseTimeout;
        Order.ScheduleToStartTimeout = options.ScheduleToStartTimeout;
        Order.StartToCloseTimeout = options.StartToCloseTimeout;
        Order.HeartbeatTimeout = options.HeartbeatTimeout;
        Order.RetryPolicy = options.RetryPolicy;
        Order.Priority = options.Priority;
    }

    /// <summary>Changes them back to what the workflow asked for.</summary>
    public void RestoreOptions() => Order = scheduled.ActivityTaskScheduledEventAttributes;

    /// <summary>Keeps an alarm that holds for the current attempt.</summary>
    public void Watch(DeadlineTimer timer) => alarms.Add(timer);

    /// <summary>Stops all alarms of the current attempt and takes it from its queue.</summary>
    public void EndAttempt()
    {
        foreach (var timer in alarms) timer.Dispose();
        alarms.Clear();
        HeartbeatAlarm?.Dispose();
        HeartbeatAlarm = null;
        Queued?.Withdraw();
        Queued = null;
    }
}

/// <summary>Where an activity is.</summary>
internal enum ActivityState
{
    /// <summary>Its next attempt waits in a task queue.</summary>
    Scheduled,

    /// <summary>A worker is at it.</summary>
    Started,

    /// <summary>An attempt failed; the next one is scheduled after a pause.</summary>
    BackingOff,

    /// <summary>It is over; its closing event may still be held back.</summary>
    Closed,
}

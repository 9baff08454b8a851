using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using ApiTaskQueue = Temporalio.Api.TaskQueue.V1.TaskQueue;

namespace PipAi.LocalCloud.Temporal.Dispatch;

/// <summary>Brings a run's next turn to a worker, and to another one when that takes too long.</summary>
internal sealed class WorkflowTaskScheduling(SerialExecutor executor, TaskQueues queues)
{
    /// <summary>Schedules a workflow task unless there is one, or the run's first is not due yet.</summary>
    public void Schedule(Run run)
    {
        if (run.IsOpen && (run.WorkflowTask.HadAny || executor.Now >= run.Summary.ExecutesAt)) ScheduleNow(run);
    }

    /// <summary>Schedules a workflow task unless there is one, even if the run's start is delayed.</summary>
    public void ScheduleNow(Run run)
    {
        var task = run.WorkflowTask;
        if (!run.IsOpen || task.Phase != TaskPhase.None) return;
        run.Touch();
        var sticky = task.Attempt == 1 ? UsableStickyQueue(run) : null;
        if (task.Attempt == 1)
        {
            run.Append(Scheduled(run, sticky));
        }
        else
        {
            task.Phase = TaskPhase.Scheduled;
            (task.ScheduledAt, task.ScheduledLength) = (executor.Now, run.Length);
        }
        Enqueue(run, sticky);
    }

    /// <summary>
    /// Schedules a workflow task for updates, unless there is one. Of a workflow that has had its first, it leaves no trace if none of them
    /// is taken on.
    /// </summary>
    public void ScheduleForUpdates(Run run)
    {
        if (run.WorkflowTask is not { Phase: TaskPhase.None, Attempt: 1, PreviousStartedEventId: > 0 } task || !run.IsOpen)
        {
            ScheduleNow(run);
            return;
        }
        run.Touch();
        var sticky = UsableStickyQueue(run);
        task.ApplyUnwritten(Numbered(run, 1, Scheduled(run, sticky)));
        Enqueue(run, sticky);
    }

    /// <summary>Puts the scheduled task into a queue: the sticky one, or the one every worker polls.</summary>
    public void Enqueue(Run run, string? sticky)
    {
        var task = run.WorkflowTask;
        task.Recall();
        if (sticky is not null) task.Timeout = executor.After(task.StickyTimeout, () => GiveUpSticky(run));
        task.Queued = queues[new(run.Key.Namespace, sticky ?? run.Started.TaskQueue.Name, TaskKind.Workflow)]
            .Add(poller => Start(run, poller), run.Started.Priority);
    }

    /// <summary>Ends a started task that brought nothing, releases what was held back, and schedules the next attempt.</summary>
    public void Fail(Run run, HistoryEvent failure)
    {
        var task = run.WorkflowTask;
        task.Recall();
        task.Unstick();
        if (task.Attempt == 1)
        {
            run.Append(failure);
        }
        else
        {
            task.FailTransient();
            run.Note(WorkflowTask.NoteKind, null);
        }
        run.Updates.Resend();
        if (run.Release()) task.BeginAnew();
        Schedule(run);
    }

    /// <summary>Lets the worker's time run on after a restart of the service, or times it out if it ran out meanwhile.</summary>
    public void ResumeStarted(Run run) =>
        run.WorkflowTask.Timeout = executor.At(run.WorkflowTask.StartedAt + TimeoutOf(run), () => TimeOut(run));

    /// <summary>How long a worker may take.</summary>
    public static TimeSpan TimeoutOf(Run run) => run.Started.WorkflowTaskTimeout.ToTimeSpan();

    private string? UsableStickyQueue(Run run)
    {
        if (run.WorkflowTask.StickyQueue is not { } sticky) return null;
        if (!queues[new(run.Key.Namespace, sticky, TaskKind.Workflow)].IsAbandoned) return sticky;
        run.WorkflowTask.Unstick();
        return null;
    }

    private static HistoryEvent Scheduled(Run run, string? sticky) => new()
    {
        EventType = EventType.WorkflowTaskScheduled,
        WorkflowTaskScheduledEventAttributes = new()
        {
            TaskQueue = sticky is null
                ? new ApiTaskQueue { Name = run.Started.TaskQueue.Name, Kind = TaskQueueKind.Normal }
                : new ApiTaskQueue { Name = sticky, Kind = TaskQueueKind.Sticky, NormalName = run.Started.TaskQueue.Name },
            StartToCloseTimeout = run.Started.WorkflowTaskTimeout,
            Attempt = run.WorkflowTask.Attempt,
        },
    };

    private Temporalio.Api.WorkflowService.V1.PollWorkflowTaskQueueResponse Start(Run run, Poller poller)
    {
        var task = run.WorkflowTask;
        run.Touch();
        task.Timeout?.Dispose();
        task.Queued = null;
        if (task.Attempt > 1 && run.Length > task.ScheduledLength)
        {
            task.BeginAnew();
            run.Append(Scheduled(run, null));
        }
        var started = new HistoryEvent
        {
            EventType = EventType.WorkflowTaskStarted,
            WorkflowTaskStartedEventAttributes = new()
            {
                ScheduledEventId = task.ScheduledEventId,
                Identity = poller.Identity,
                RequestId = Guid.NewGuid().ToString(),
                HistorySizeBytes = run.Summary.HistoryBytes,
                WorkerVersion = poller.Version,
                SuggestContinueAsNew = run.Events.Count >= HistoryLimits.SuggestContinueAsNewEvents
                    || run.Summary.HistoryBytes >= HistoryLimits.SuggestContinueAsNewBytes,
            },
        };
        if (task.Unwritten.Count > 0) task.ApplyUnwritten(Numbered(run, 2, started));
        else if (task.Attempt == 1) run.Append(started);
        else StartTransient(run, started);
        task.StartedAt = executor.Now;
        task.Timeout = executor.After(TimeoutOf(run), () => TimeOut(run));
        return WorkflowTaskReply.Of(run, poller);
    }

    private void StartTransient(Run run, HistoryEvent started)
    {
        var scheduled = Numbered(run, 1, Scheduled(run, null));
        Numbered(run, 2, started);
        started.WorkflowTaskStartedEventAttributes.ScheduledEventId = scheduled.EventId;
        run.WorkflowTask.StartTransient(scheduled, started);
        run.Note(WorkflowTask.NoteKind, WorkflowTask.NoteOf(scheduled, started));
    }

    /// <summary>An event that is sent to the worker before it is written, with the id that it will have.</summary>
    private HistoryEvent Numbered(Run run, int place, HistoryEvent happened)
    {
        happened.EventId = happened.TaskId = run.Events.Count + place;
        happened.EventTime = Timestamp.FromDateTimeOffset(executor.Now);
        return happened;
    }

    private void GiveUpSticky(Run run)
    {
        run.WorkflowTask.Recall();
        run.WorkflowTask.Unstick();
        run.Append(TimedOut(run, TimeoutType.ScheduleToStart));
        Schedule(run);
    }

    private void TimeOut(Run run) => Fail(run, TimedOut(run, TimeoutType.StartToClose));

    private static HistoryEvent TimedOut(Run run, TimeoutType type) => new()
    {
        EventType = EventType.WorkflowTaskTimedOut,
        WorkflowTaskTimedOutEventAttributes = new()
        {
            ScheduledEventId = run.WorkflowTask.ScheduledEventId,
            StartedEventId = type == TimeoutType.StartToClose ? run.WorkflowTask.StartedEventId : 0,
            TimeoutType = type,
        },
    };
}

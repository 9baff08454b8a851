using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Lifecycle;

/// <summary>Starts runs, and watches the time they may take.</summary>
internal sealed class RunStarting(
    SerialExecutor executor, RunStore runs, JournalFolder journals, WorkflowTaskScheduling tasks, RunClosing closing)
{
    /// <summary>Starts a run: its first event is written and its first task scheduled, unless it is to wait.</summary>
    public Run Start(StartWorkflowParameters order, string? runId = null)
    {
        var key = new RunKey(order.Namespace, order.WorkflowId, runId ?? Guid.NewGuid().ToString());
        var run = new Run(key, executor.Time, journals.Open(key));
        run.Append(new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionStarted,
            UserMetadata = order.UserMetadata,
            WorkflowExecutionStartedEventAttributes = Complete(order, key),
        });
        run.NoteStart(order.RequestId, run.Summary.StartedAt);
        if (order.Signal is { } signal)
            run.Append(
                new HistoryEvent { EventType = EventType.WorkflowExecutionSignaled, WorkflowExecutionSignaledEventAttributes = signal });
        runs.Add(run);
        Watch(run);
        tasks.Schedule(run);
        return run;
    }

    /// <summary>Waits for what is due of a run as a whole, also after a restart of the service.</summary>
    public void Watch(Run run)
    {
        if (run.Summary.ExecutesAt > executor.Now) run.Alarms.Add(executor.At(run.Summary.ExecutesAt, () => Begin(run)));
        if (Deadline(run) is { } deadline) run.Alarms.Add(executor.At(deadline, () => Expire(run)));
    }

    /// <summary>The delay is over, unless somebody ended it before.</summary>
    private void Begin(Run run)
    {
        if (!run.WorkflowTask.HadAny) tasks.ScheduleNow(run);
    }

    private WorkflowExecutionStartedEventAttributes Complete(StartWorkflowParameters order, RunKey key)
    {
        var first = order.Attributes;
        first.WorkflowId = key.WorkflowId;
        first.OriginalExecutionRunId = key.RunId;
        if (first.FirstExecutionRunId.Length == 0) first.FirstExecutionRunId = key.RunId;
        if (first.Attempt == 0) first.Attempt = 1;
        RunTimeouts.Fit(first);
        first.FirstWorkflowTaskBackoff = order.Delay ?? new Duration();
        if (first.WorkflowExecutionExpirationTime is null && RunTimeouts.Of(first.WorkflowExecutionTimeout) is { } limit)
            first.WorkflowExecutionExpirationTime = Timestamp.FromDateTimeOffset(
                executor.Now + (order.Delay?.ToTimeSpan() ?? default) + limit);
        return first;
    }

    private static DateTimeOffset? Deadline(Run run)
    {
        var ofRun = run.Summary.ExecutesAt + RunTimeouts.Of(run.Started.WorkflowRunTimeout);
        var ofAll = run.Expiry;
        return ofRun < ofAll || ofAll is null ? ofRun : ofAll;
    }

    private void Expire(Run run)
    {
        var next = WorkflowRetry.AfterTimeout(run, executor.Now);
        closing.ForceClose(run, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionTimedOut,
            WorkflowExecutionTimedOutEventAttributes = new()
            {
                RetryState = next.State,
                NewExecutionRunId = next.RunId ?? "",
            },
        });
        if (next.Order is { } order) Start(order, next.RunId);
    }
}

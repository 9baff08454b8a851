using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Histories;
using PipAi.LocalCloud.Temporal.WorkflowTasks;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>Starts runs, and watches the time they may take.</summary>
internal sealed class RunStarting(
    Turns turns, RunStore runs, JournalFolder journals, WorkflowTaskScheduling tasks, RunClosing closing)
{
    private static readonly Duration DefaultTaskTimeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(10));

    /// <summary>Starts a run: its first event is written and its first task scheduled, unless it is to wait.</summary>
    public Run Start(RunOrder order, string? runId = null)
    {
        var key = new RunKey(order.Namespace, order.WorkflowId, runId ?? Guid.NewGuid().ToString());
        var run = new Run(key, turns.Time, journals.Open(key)) { StartRequestId = order.RequestId };
        run.Append(new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionStarted,
            UserMetadata = order.UserMetadata,
            WorkflowExecutionStartedEventAttributes = Complete(order, key),
        });
        runs.Add(run);
        Watch(run);
        tasks.Schedule(run);
        return run;
    }

    /// <summary>Waits for what is due of a run as a whole, also after a restart of the service.</summary>
    public void Watch(Run run)
    {
        if (run.Summary.ExecutesAt > turns.Now) run.Alarms.Add(turns.At(run.Summary.ExecutesAt, () => tasks.Schedule(run)));
        if (Deadline(run) is { } deadline) run.Alarms.Add(turns.At(deadline, () => Expire(run)));
    }

    private WorkflowExecutionStartedEventAttributes Complete(RunOrder order, RunKey key)
    {
        var first = order.Attributes;
        first.WorkflowId = key.WorkflowId;
        first.OriginalExecutionRunId = key.RunId;
        if (first.FirstExecutionRunId.Length == 0) first.FirstExecutionRunId = key.RunId;
        if (first.Attempt == 0) first.Attempt = 1;
        if (!IsSet(first.WorkflowTaskTimeout)) first.WorkflowTaskTimeout = DefaultTaskTimeout;
        first.WorkflowExecutionTimeout ??= new Duration();
        if (!IsSet(first.WorkflowRunTimeout)) first.WorkflowRunTimeout = first.WorkflowExecutionTimeout;
        first.FirstWorkflowTaskBackoff = order.Delay ?? new Duration();
        if (first.WorkflowExecutionExpirationTime is null && IsSet(first.WorkflowExecutionTimeout))
            first.WorkflowExecutionExpirationTime =
                Timestamp.FromDateTimeOffset(turns.Now + first.WorkflowExecutionTimeout.ToTimeSpan());
        return first;
    }

    private static DateTimeOffset? Deadline(Run run)
    {
        DateTimeOffset? ofRun = IsSet(run.Started.WorkflowRunTimeout)
            ? run.Summary.ExecutesAt + run.Started.WorkflowRunTimeout.ToTimeSpan()
            : null;
        var ofAll = run.Started.WorkflowExecutionExpirationTime?.ToDateTimeOffset();
        return ofRun < ofAll || ofAll is null ? ofRun : ofAll;
    }

    private void Expire(Run run)
    {
        var next = WorkflowRetry.AfterTimeout(run, turns.Now);
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

    private static bool IsSet(Duration? timeout) => timeout is not null && timeout.ToTimeSpan() > TimeSpan.Zero;
}

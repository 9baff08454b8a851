using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Recovery;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Resets;

/// <summary>
/// Resets a run: another begins with its history up to a workflow task, which fails there and is tried again; what came from outside
/// since then follows. The workflow's open run, if there is one, is terminated.
/// </summary>
internal sealed class RunResetting(
    SerialExecutor executor, RunStore runs, JournalFolder journals, RunClosing closing, RunResuming resuming, WorkflowTaskScheduling tasks)
{
    private const string Service = "history-service";

    /// <summary>Resets a run, and answers the one that goes on.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: its history cannot be cut there.</exception>
    public Run Reset(Run cut, ResetOrder order)
    {
        if (order.FinishEventId <= 1 || order.FinishEventId > cut.Length)
            throw RpcError.Invalid("Workflow task finish ID must be > 1 && <= workflow last event ID.");
        var current = runs.Latest(cut.Key.Namespace, cut.Key.WorkflowId)!;
        if (order.RequestId.Length > 0 && current.StartRequestId == order.RequestId) return current;
        HistoryEvent[] kept = [.. cut.Events.Take((int)order.FinishEventId - 1)];
        Check(kept, order);

        var key = cut.Key with { RunId = Guid.NewGuid().ToString() };
        var run = new Run(key, executor.Time, journals.Open(key));
        foreach (var happened in kept) run.Copy(happened);
        run.NoteStart(order.RequestId, executor.Now);
        // Children that the new run still waits for are its own from now on.
        if (current.IsOpen) closing.Terminate(current, order.Reason, "history-resetter", spared: run.Children.All.Keys);
        FailTask(run, cut, order);
        foreach (var source in Chain(cut)) Reapply(run, source, source == cut ? (int)order.FinishEventId - 1 : 0, order);
        runs.Add(run);
        tasks.ScheduleNow(run);
        resuming.Resume(run);
        return run;
    }

    private static void Check(HistoryEvent[] kept, ResetOrder order)
    {
        var task = new WorkflowTask();
        foreach (var happened in kept) task.Apply(happened);
        if (task.Phase is not (TaskPhase.Scheduled or TaskPhase.Started))
            throw RpcError.Invalid(
                $"Can only reset workflow to event ID in range [WorkflowTaskScheduled +1, WorkflowTaskStarted + 1]: {order.FinishEventId}");
    }

    private static void FailTask(Run run, Run cut, ResetOrder order)
    {
        var task = run.WorkflowTask;
        if (task.Phase == TaskPhase.Scheduled)
        {
            run.Append(new HistoryEvent
            {
                EventType = EventType.WorkflowTaskStarted,
                WorkflowTaskStartedEventAttributes = new() { ScheduledEventId = task.ScheduledEventId, Identity = Service },
            });
        }
        run.Append(new HistoryEvent
        {
            EventType = EventType.WorkflowTaskFailed,
            WorkflowTaskFailedEventAttributes = new()
            {
                ScheduledEventId = task.ScheduledEventId,
                StartedEventId = task.StartedEventId,
                Cause = WorkflowTaskFailedCause.ResetWorkflow,
                Failure = new() { Message = order.Reason, ResetWorkflowFailureInfo = new() },
                Identity = Service,
                BaseRunId = cut.Key.RunId,
                NewRunId = run.Key.RunId,
            },
        });
    }

    /// <summary>The run and those that followed it by continuing as new.</summary>
    private IEnumerable<Run> Chain(Run first)
    {
        for (var run = first; run is not null;)
        {
            yield return run;
            run = run.Events[^1].WorkflowExecutionContinuedAsNewEventAttributes is { } next ? runs.ByRunId(next.NewExecutionRunId) : null;
        }
    }

    private static void Reapply(Run run, Run source, int from, ResetOrder order)
    {
        foreach (var happened in source.Events.Skip(from))
        {
            if (Again(run, happened, order) is { } again) run.Append(again);
        }
    }

    /// <summary>What an event after the cut becomes in the new run; null if it is not for that.</summary>
    private static HistoryEvent? Again(Run run, HistoryEvent happened, ResetOrder order) => happened.EventType switch
    {
        EventType.WorkflowExecutionSignaled when order.KeepsSignals => new()
        {
            EventType = happened.EventType,
            WorkflowExecutionSignaledEventAttributes = happened.WorkflowExecutionSignaledEventAttributes,
        },
        EventType.WorkflowExecutionUpdateAdmitted when order.KeepsUpdates => new()
        {
            EventType = happened.EventType,
            WorkflowExecutionUpdateAdmittedEventAttributes = happened.WorkflowExecutionUpdateAdmittedEventAttributes,
        },
        EventType.WorkflowExecutionUpdateAccepted
            when order.KeepsUpdates && happened.WorkflowExecutionUpdateAcceptedEventAttributes.AcceptedRequest is { } request => new()
            {
                EventType = EventType.WorkflowExecutionUpdateAdmitted,
                WorkflowExecutionUpdateAdmittedEventAttributes = new() { Request = request, Origin = UpdateAdmittedEventOrigin.Reapply },
            },
        _ =>
            ChildCompletionEvents.InitiatedBy(happened) is { } initiated && run.Children.All.ContainsKey(initiated)
                ? WithoutPlace(happened) : null,
    };

    private static HistoryEvent WithoutPlace(HistoryEvent happened)
    {
        var again = happened.Clone();
        (again.EventId, again.EventTime) = (0, null);
        return again;
    }
}

using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Lifecycle;

/// <summary>Ends runs, and all that hangs on them: timers, activities, updates, children; and tells the parent.</summary>
internal sealed class RunClosing(RunStore runs, EventBuffer events, RunResting resting)
{
    /// <summary>The identity of what nobody from outside did.</summary>
    public const string HistoryService = "history-service";

    /// <summary>Hears of every run that ends, in the turn in which it does.</summary>
    public event Action<Run>? Closed;

    /// <summary>Ends a run from within: its worker's last command.</summary>
    public HistoryEvent Close(Run run, HistoryEvent end)
    {
        run.Append(end);
        CleanUp(run);
        return end;
    }

    /// <summary>Ends a run from outside, whatever its worker is doing: terminated, timed out.</summary>
    public void ForceClose(Run run, HistoryEvent end, IEnumerable<long>? spared = null)
    {
        var task = run.WorkflowTask;
        if (task.Phase == TaskPhase.Started)
        {
            if (task.Attempt == 1) run.Append(CutShort(task));
            run.Release();
        }
        else
        {
            task.Drop();
        }
        run.Append(end);
        CleanUp(run, spared);
    }

    /// <summary>Ends a run because somebody said so, and its children, but those <paramref name="spared"/>, as their policy says.</summary>
    public void Terminate(Run run, string reason, string identity, Payloads? details = null, IEnumerable<long>? spared = null) =>
        ForceClose(run, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionTerminated,
            WorkflowExecutionTerminatedEventAttributes = new() { Reason = reason, Identity = identity, Details = details },
        }, spared);

    /// <summary>Ends a run because another is to begin in its place.</summary>
    public void TerminateFor(Run run, string newRunId) => Terminate(
        run, "TerminateIfRunning WorkflowIdReusePolicy", HistoryService,
        new Payloads { Payloads_ = { JsonPayload.Text($"terminated by new runID: {newRunId}") } });

    /// <summary>Asks a run to end itself. Asked again, it does not hear it twice; one that has ended has done what was asked.</summary>
    public void RequestCancel(Run run, WorkflowExecutionCancelRequestedEventAttributes request)
    {
        if (!run.IsOpen || run.Summary.CancelRequested
            || run.HeldBack.Any(held => held.EventType == EventType.WorkflowExecutionCancelRequested)) return;
        events.DeliverNow(run, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionCancelRequested,
            WorkflowExecutionCancelRequestedEventAttributes = request,
        });
    }

    private void CleanUp(Run run, IEnumerable<long>? spared = null)
    {
        run.End();
        resting.AtTurnsEnd(run);
        foreach (var (initiated, child) in run.Children.All.Where(child => child.Value.RunId.Length > 0))
        {
            if (spared?.Contains(initiated) != true) LeaveChild(run, child);
        }
        // A run that is reset goes on in another, which tells the parent in its time.
        if (spared is null) TellParent(run);
        Closed?.Invoke(run);
        run.Pulse();
    }

    private void LeaveChild(Run parent, PendingChild child)
    {
        // The child may have continued as new since: the parent's policy is for the run that goes on.
        if (runs.Latest(child.Order.Namespace, child.Order.WorkflowId) is not { IsOpen: true } latest) return;
        if (latest.Started.ParentWorkflowExecution?.RunId != parent.Key.RunId) return;
        switch (child.Order.ParentClosePolicy)
        {
            case ParentClosePolicy.Abandon:
                break;
            case ParentClosePolicy.RequestCancel:
                RequestCancel(latest, new() { Identity = HistoryService, ExternalWorkflowExecution = parent.Key.Execution });
                break;
            case ParentClosePolicy.Unspecified:
            case ParentClosePolicy.Terminate:
                Terminate(latest, "by parent close policy", HistoryService);
                break;
        }
    }

    private void TellParent(Run child)
    {
        if (child.Started.ParentWorkflowExecution is not { } named || ChildCompletionEvents.OfEnd(child) is not { } news) return;
        var parent = runs.ByRunId(named.RunId) is { IsOpen: true } open ? open : Heir(child, named.WorkflowId);
        if (parent is not null) events.Deliver(parent, news);
    }

    /// <summary>The run to which a parent was reset, if it still waits for this child.</summary>
    private Run? Heir(Run child, string parentId) => runs.Latest(child.Started.ParentWorkflowNamespace, parentId) is { IsOpen: true } latest
        && latest.Children.All.TryGetValue(child.Started.ParentInitiatedEventId, out var known)
        && known.RunId == child.Started.FirstExecutionRunId
        ? latest
        : null;

    private static HistoryEvent CutShort(WorkflowTask task) => new()
    {
        EventType = EventType.WorkflowTaskFailed,
        WorkflowTaskFailedEventAttributes = new()
        {
            ScheduledEventId = task.ScheduledEventId,
            StartedEventId = task.StartedEventId,
            Cause = WorkflowTaskFailedCause.ForceCloseCommand,
            Identity = HistoryService,
        },
    };
}

using PipAi.LocalCloud.Temporal.Activities;
using PipAi.LocalCloud.Temporal.Children;
using PipAi.LocalCloud.Temporal.WorkflowTasks;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>Ends runs, and all that hangs on them: timers, activities, updates, children; and tells the parent.</summary>
internal sealed class RunClosing(RunStore runs, Inbox inbox)
{
    /// <summary>Ends a run from within: its worker's last command.</summary>
    public HistoryEvent Close(Run run, HistoryEvent end)
    {
        run.Append(end);
        CleanUp(run);
        return end;
    }

    /// <summary>Ends a run from outside, whatever its worker is doing: terminated, timed out.</summary>
    public void ForceClose(Run run, HistoryEvent end)
    {
        var task = run.WorkflowTask;
        if (task.Phase == TaskPhase.Started)
        {
            if (task.Attempt == 1) run.Append(CutShort(task));
            run.Release();
        }
        run.Append(end);
        CleanUp(run);
    }

    /// <summary>Ends a run because somebody said so.</summary>
    public void Terminate(Run run, string reason, string identity, Temporalio.Api.Common.V1.Payloads? details = null) =>
        ForceClose(run, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionTerminated,
            WorkflowExecutionTerminatedEventAttributes = new() { Reason = reason, Identity = identity, Details = details },
        });

    /// <summary>Asks a run to end itself. Asked again, it does not hear it twice.</summary>
    public void RequestCancel(Run run, WorkflowExecutionCancelRequestedEventAttributes request)
    {
        if (run.Summary.CancelRequested || run.HeldBack.Any(held => held.EventType == EventType.WorkflowExecutionCancelRequested)) return;
        inbox.Deliver(run, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionCancelRequested,
            WorkflowExecutionCancelRequestedEventAttributes = request,
        });
    }

    private void CleanUp(Run run)
    {
        run.WorkflowTask.Recall();
        run.WorkflowTask.Phase = TaskPhase.None;
        foreach (var alarm in run.Alarms) alarm.Dispose();
        foreach (var timer in run.Timers.All) timer.Alarm?.Dispose();
        foreach (var activity in run.Activities.All)
        {
            activity.EndAttempt();
            activity.State = ActivityState.Closed;
        }
        run.Updates.EndWithRun();
        foreach (var child in run.Children.All.Values.Where(child => child.RunId.Length > 0)) LeaveChild(run, child);
        TellParent(run);
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
                RequestCancel(latest, new() { Cause = "by parent close policy", ExternalWorkflowExecution = parent.Key.Execution });
                break;
            case ParentClosePolicy.Unspecified:
            case ParentClosePolicy.Terminate:
                Terminate(latest, "by parent close policy", "");
                break;
        }
    }

    private void TellParent(Run child)
    {
        if (child.Started.ParentWorkflowExecution is not { } named || runs.ByRunId(named.RunId) is not { } parent) return;
        if (ChildNews.OfEnd(child) is { } news) inbox.Deliver(parent, news);
    }

    private static HistoryEvent CutShort(WorkflowTask task) => new()
    {
        EventType = EventType.WorkflowTaskFailed,
        WorkflowTaskFailedEventAttributes = new()
        {
            ScheduledEventId = task.ScheduledEventId,
            StartedEventId = task.StartedEventId,
            Cause = WorkflowTaskFailedCause.ForceCloseCommand,
        },
    };
}

using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>The commands by which a workflow reaches another: signal it, or ask it to cancel.</summary>
internal sealed class ExternalCommands(RunStore runs, RunClosing closing, EventBuffer events)
{
    /// <summary>Signals another workflow and tells the sender whether it was there.</summary>
    public void Signal(Run sender, long completedEventId, Command command)
    {
        var asked = command.SignalExternalWorkflowExecutionCommandAttributes;
        var initiated = sender.Append(ExternalEvents.SignalInitiated(command, sender.Key.Namespace, completedEventId));
        if (Target(sender, asked.Execution, asked.ChildWorkflowOnly) is not { IsOpen: true } target)
        {
            events.Deliver(
                sender,
                ExternalEvents.SignalFailed(initiated, SignalExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound));
            return;
        }
        if (target.Signals.IsFull(target.HeldBack))
        {
            events.Deliver(
                sender, ExternalEvents.SignalFailed(initiated, SignalExternalWorkflowExecutionFailedCause.SignalCountLimitExceeded));
            return;
        }
        events.Deliver(target, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionSignaled,
            WorkflowExecutionSignaledEventAttributes = new()
            {
                SignalName = asked.SignalName,
                Input = asked.Input,
                Identity = RunClosing.HistoryService,
                Header = asked.Header,
                ExternalWorkflowExecution = sender.Key.Execution,
            },
        });
        events.Deliver(sender, ExternalEvents.Signaled(initiated));
    }

    /// <summary>Asks another workflow, often a child, to cancel, and tells the sender whether it was there; one that has ended has done
    /// what
    /// was asked.</summary>
    public void RequestCancel(Run sender, long completedEventId, Command command)
    {
        var asked = command.RequestCancelExternalWorkflowExecutionCommandAttributes;
        var initiated = sender.Append(ExternalEvents.CancelInitiated(command, sender.Key.Namespace, completedEventId));
        if (Target(sender, new() { WorkflowId = asked.WorkflowId, RunId = asked.RunId }, asked.ChildWorkflowOnly) is not { } target)
        {
            events.Deliver(sender, ExternalEvents.CancelFailed(initiated));
            return;
        }
        closing.RequestCancel(target, new()
        {
            Cause = asked.Reason,
            Identity = RunClosing.HistoryService,
            ExternalInitiatedEventId = initiated.EventId,
            ExternalWorkflowExecution = sender.Key.Execution,
        });
        events.Deliver(sender, ExternalEvents.CancelRequested(initiated));
    }

    /// <summary>The run that is meant: another workflow's, and the sender's child where only that may be meant. A run that continued as new
    /// does not stand for the one that goes on.</summary>
    private Run? Target(Run sender, WorkflowExecution named, bool childOnly)
    {
        if (named.WorkflowId == sender.Key.WorkflowId) return null;
        var run = named.RunId.Length > 0 ? runs.ByRunId(named.RunId) : runs.Latest(sender.Key.Namespace, named.WorkflowId);
        if (run?.Key.Namespace != sender.Key.Namespace || run.Key.WorkflowId != named.WorkflowId) return null;
        return childOnly && run.Started.ParentWorkflowExecution?.RunId != sender.Key.RunId ? null : run;
    }
}

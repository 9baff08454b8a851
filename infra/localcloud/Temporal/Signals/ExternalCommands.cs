using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Signals;

/// <summary>The commands by which a workflow reaches another: signal it, or ask it to cancel.</summary>
internal sealed class ExternalCommands(RunStore runs, RunClosing closing, Inbox inbox)
{
    /// <summary>Signals another workflow and tells the sender whether it was there.</summary>
    public void Signal(Run sender, long completedEventId, Command command)
    {
        var asked = command.SignalExternalWorkflowExecutionCommandAttributes;
        var initiated = sender.Append(ExternalEvents.SignalInitiated(command, sender.Key.Namespace, completedEventId));
        if (OpenRun(sender, asked.Namespace, asked.Execution) is not { } target)
        {
            inbox.Deliver(sender, ExternalEvents.SignalFailed(initiated, SignalExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound));
            return;
        }
        if (SeenSignals.IsFull(target))
        {
            inbox.Deliver(sender, ExternalEvents.SignalFailed(initiated, SignalExternalWorkflowExecutionFailedCause.SignalCountLimitExceeded));
            return;
        }
        inbox.Deliver(target, new HistoryEvent
        {
            EventType = EventType.WorkflowExecutionSignaled,
            WorkflowExecutionSignaledEventAttributes = new()
            {
                SignalName = asked.SignalName,
                Input = asked.Input,
                Header = asked.Header,
                ExternalWorkflowExecution = sender.Key.Execution,
            },
        });
        inbox.Deliver(sender, ExternalEvents.Signaled(initiated));
    }

    /// <summary>Asks another workflow, often a child, to cancel, and tells the sender whether it was there.</summary>
    public void RequestCancel(Run sender, long completedEventId, Command command)
    {
        var asked = command.RequestCancelExternalWorkflowExecutionCommandAttributes;
        var initiated = sender.Append(ExternalEvents.CancelInitiated(command, sender.Key.Namespace, completedEventId));
        if (OpenRun(sender, asked.Namespace, new() { WorkflowId = asked.WorkflowId, RunId = asked.RunId }) is not { } target)
        {
            inbox.Deliver(sender, ExternalEvents.CancelFailed(initiated));
            return;
        }
        closing.RequestCancel(target, new()
        {
            Cause = asked.Reason,
            ExternalInitiatedEventId = initiated.EventId,
            ExternalWorkflowExecution = sender.Key.Execution,
        });
        inbox.Deliver(sender, ExternalEvents.CancelRequested(initiated));
    }

    /// <summary>The open run that is meant; a run that continued as new since stands for the one that goes on.</summary>
    private Run? OpenRun(Run sender, string namespaceId, WorkflowExecution named)
    {
        if (namespaceId.Length > 0 && namespaceId != sender.Key.Namespace) return null;
        if (runs.Latest(sender.Key.Namespace, named.WorkflowId) is not { IsOpen: true } latest) return null;
        return named.RunId.Length == 0 || named.RunId == latest.Key.RunId || named.RunId == latest.Started.FirstExecutionRunId ? latest : null;
    }
}

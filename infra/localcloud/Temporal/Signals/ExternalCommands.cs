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
        var initiated = sender.Append(new HistoryEvent
        {
            EventType = EventType.SignalExternalWorkflowExecutionInitiated,
            UserMetadata = command.UserMetadata,
            SignalExternalWorkflowExecutionInitiatedEventAttributes = new()
            {
                WorkflowTaskCompletedEventId = completedEventId,
                Namespace = sender.Key.Namespace,
                WorkflowExecution = asked.Execution,
                SignalName = asked.SignalName,
                Input = asked.Input,
                Control = asked.Control,
                ChildWorkflowOnly = asked.ChildWorkflowOnly,
                Header = asked.Header,
            },
        }).EventId;
        if (OpenRun(sender, asked.Namespace, asked.Execution) is not { } target)
        {
            inbox.Deliver(sender, new HistoryEvent
            {
                EventType = EventType.SignalExternalWorkflowExecutionFailed,
                SignalExternalWorkflowExecutionFailedEventAttributes = new()
                {
                    Cause = SignalExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound,
                    WorkflowTaskCompletedEventId = completedEventId,
                    Namespace = sender.Key.Namespace,
                    WorkflowExecution = asked.Execution,
                    InitiatedEventId = initiated,
                    Control = asked.Control,
                },
            });
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
        inbox.Deliver(sender, new HistoryEvent
        {
            EventType = EventType.ExternalWorkflowExecutionSignaled,
            ExternalWorkflowExecutionSignaledEventAttributes = new()
            {
                InitiatedEventId = initiated,
                Namespace = sender.Key.Namespace,
                WorkflowExecution = asked.Execution,
                Control = asked.Control,
            },
        });
    }

    /// <summary>Asks another workflow, often a child, to cancel, and tells the sender whether it was there.</summary>
    public void RequestCancel(Run sender, long completedEventId, Command command)
    {
        var asked = command.RequestCancelExternalWorkflowExecutionCommandAttributes;
        var execution = new WorkflowExecution { WorkflowId = asked.WorkflowId, RunId = asked.RunId };
        var initiated = sender.Append(new HistoryEvent
        {
            EventType = EventType.RequestCancelExternalWorkflowExecutionInitiated,
            UserMetadata = command.UserMetadata,
            RequestCancelExternalWorkflowExecutionInitiatedEventAttributes = new()
            {
                WorkflowTaskCompletedEventId = completedEventId,
                Namespace = sender.Key.Namespace,
                WorkflowExecution = execution,
                Control = asked.Control,
                ChildWorkflowOnly = asked.ChildWorkflowOnly,
                Reason = asked.Reason,
            },
        }).EventId;
        if (OpenRun(sender, asked.Namespace, execution) is not { } target)
        {
            inbox.Deliver(sender, new HistoryEvent
            {
                EventType = EventType.RequestCancelExternalWorkflowExecutionFailed,
                RequestCancelExternalWorkflowExecutionFailedEventAttributes = new()
                {
                    Cause = CancelExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound,
                    WorkflowTaskCompletedEventId = completedEventId,
                    Namespace = sender.Key.Namespace,
                    WorkflowExecution = execution,
                    InitiatedEventId = initiated,
                    Control = asked.Control,
                },
            });
            return;
        }
        closing.RequestCancel(target, new()
        {
            Cause = asked.Reason,
            ExternalInitiatedEventId = initiated,
            ExternalWorkflowExecution = sender.Key.Execution,
        });
        inbox.Deliver(sender, new HistoryEvent
        {
            EventType = EventType.ExternalWorkflowExecutionCancelRequested,
            ExternalWorkflowExecutionCancelRequestedEventAttributes = new()
            {
                InitiatedEventId = initiated,
                Namespace = sender.Key.Namespace,
                WorkflowExecution = execution,
            },
        });
    }

    private Run? OpenRun(Run sender, string namespaceId, WorkflowExecution named)
    {
        if (namespaceId.Length > 0 && namespaceId != sender.Key.Namespace) return null;
        var run = named.RunId.Length > 0 ? runs.ByRunId(named.RunId) : runs.Latest(sender.Key.Namespace, named.WorkflowId);
        return run is { IsOpen: true } && run.Key.Namespace == sender.Key.Namespace && run.Key.WorkflowId == named.WorkflowId ? run : null;
    }
}

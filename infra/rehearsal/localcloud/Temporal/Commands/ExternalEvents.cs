using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>The events by which a workflow's history tells of its reaching out to another.</summary>
internal static class ExternalEvents
{
    /// <summary>It sets out to signal.</summary>
    public static HistoryEvent SignalInitiated(Command command, string namespaceId, long completedEventId)
    {
        var asked = command.SignalExternalWorkflowExecutionCommandAttributes;
        return new HistoryEvent
        {
            EventType = EventType.SignalExternalWorkflowExecutionInitiated,
            UserMetadata = command.UserMetadata,
            SignalExternalWorkflowExecutionInitiatedEventAttributes = new()
            {
                WorkflowTaskCompletedEventId = completedEventId,
                Namespace = namespaceId,
                WorkflowExecution = asked.Execution,
                SignalName = asked.SignalName,
                Input = asked.Input,
                Control = asked.Control,
                ChildWorkflowOnly = asked.ChildWorkflowOnly,
                Header = asked.Header,
            },
        };
    }

    /// <summary>The signal could not be brought.</summary>
    public static HistoryEvent SignalFailed(HistoryEvent initiated, SignalExternalWorkflowExecutionFailedCause cause)
    {
        var sent = initiated.SignalExternalWorkflowExecutionInitiatedEventAttributes;
        return new HistoryEvent
        {
            EventType = EventType.SignalExternalWorkflowExecutionFailed,
            SignalExternalWorkflowExecutionFailedEventAttributes = new()
            {
                Cause = cause,
                WorkflowTaskCompletedEventId = sent.WorkflowTaskCompletedEventId,
                Namespace = sent.Namespace,
                WorkflowExecution = sent.WorkflowExecution,
                InitiatedEventId = initiated.EventId,
                Control = sent.Control,
            },
        };
    }

    /// <summary>The signal has arrived.</summary>
    public static HistoryEvent Signaled(HistoryEvent initiated)
    {
        var sent = initiated.SignalExternalWorkflowExecutionInitiatedEventAttributes;
        return new HistoryEvent
        {
            EventType = EventType.ExternalWorkflowExecutionSignaled,
            ExternalWorkflowExecutionSignaledEventAttributes = new()
            {
                InitiatedEventId = initiated.EventId,
                Namespace = sent.Namespace,
                WorkflowExecution = sent.WorkflowExecution,
                Control = sent.Control,
            },
        };
    }

    /// <summary>It sets out to ask for cancellation.</summary>
    public static HistoryEvent CancelInitiated(Command command, string namespaceId, long completedEventId)
    {
        var asked = command.RequestCancelExternalWorkflowExecutionCommandAttributes;
        return new HistoryEvent
        {
            EventType = EventType.RequestCancelExternalWorkflowExecutionInitiated,
            UserMetadata = command.UserMetadata,
            RequestCancelExternalWorkflowExecutionInitiatedEventAttributes = new()
            {
                WorkflowTaskCompletedEventId = completedEventId,
                Namespace = namespaceId,
                WorkflowExecution = new WorkflowExecution { WorkflowId = asked.WorkflowId, RunId = asked.RunId },
                Control = asked.Control,
                ChildWorkflowOnly = asked.ChildWorkflowOnly,
                Reason = asked.Reason,
            },
        };
    }

    /// <summary>There was nobody to ask.</summary>
    public static HistoryEvent CancelFailed(HistoryEvent initiated)
    {
        var sent = initiated.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes;
        return new HistoryEvent
        {
            EventType = EventType.RequestCancelExternalWorkflowExecutionFailed,
            RequestCancelExternalWorkflowExecutionFailedEventAttributes = new()
            {
                Cause = CancelExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound,
                WorkflowTaskCompletedEventId = sent.WorkflowTaskCompletedEventId,
                Namespace = sent.Namespace,
                WorkflowExecution = sent.WorkflowExecution,
                InitiatedEventId = initiated.EventId,
                Control = sent.Control,
            },
        };
    }

    /// <summary>The request has arrived.</summary>
    public static HistoryEvent CancelRequested(HistoryEvent initiated)
    {
        var sent = initiated.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes;
        return new HistoryEvent
        {
            EventType = EventType.ExternalWorkflowExecutionCancelRequested,
            ExternalWorkflowExecutionCancelRequestedEventAttributes = new()
            {
                InitiatedEventId = initiated.EventId,
                Namespace = sent.Namespace,
                WorkflowExecution = sent.WorkflowExecution,
            },
        };
    }
}

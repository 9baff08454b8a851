using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>The command by which a workflow starts a child.</summary>
internal sealed class ChildCommands(RunStore runs, RunStarting starting, RunClosing closing, EventBuffer events)
{
    /// <summary>Starts it, unless a workflow of its id stands in the way; either way the parent is told.</summary>
    public void Start(Run parent, long completedEventId, Command command)
    {
        var asked = command.StartChildWorkflowExecutionCommandAttributes;
        var queue = asked.TaskQueue is { Name.Length: > 0 } named ? named.Name : parent.Started.TaskQueue.Name;
        var initiated = parent.Append(Initiated(parent, completedEventId, command, queue)).EventId;
        var runId = Guid.NewGuid().ToString();
        var latest = runs.Latest(parent.Key.Namespace, asked.WorkflowId);
        if (latest is { IsOpen: true } && asked.WorkflowIdReusePolicy == WorkflowIdReusePolicy.TerminateIfRunning)
            closing.TerminateFor(latest, runId);
        else if (StartPolicy.Refuses(latest, asked.WorkflowIdReusePolicy))
        {
            events.Deliver(parent, Failed(parent, completedEventId, asked, initiated));
            return;
        }
        var child = starting.Start(Order(parent, command, queue, initiated), runId);
        events.Deliver(parent, new HistoryEvent
        {
            EventType = EventType.ChildWorkflowExecutionStarted,
            ChildWorkflowExecutionStartedEventAttributes = new()
            {
                Namespace = parent.Key.Namespace,
                InitiatedEventId = initiated,
                WorkflowExecution = child.Key.Execution,
                WorkflowType = asked.WorkflowType,
                Header = asked.Header,
            },
        });
    }

    private static HistoryEvent Initiated(Run parent, long completedEventId, Command command, string queue)
    {
        var asked = command.StartChildWorkflowExecutionCommandAttributes;
        return new HistoryEvent
        {
            EventType = EventType.StartChildWorkflowExecutionInitiated,
            UserMetadata = command.UserMetadata,
            StartChildWorkflowExecutionInitiatedEventAttributes = new()
            {
                Namespace = parent.Key.Namespace,
                WorkflowId = asked.WorkflowId,
                WorkflowType = asked.WorkflowType,
                TaskQueue = new() { Name = queue, Kind = TaskQueueKind.Normal },
                Input = asked.Input,
                WorkflowExecutionTimeout = asked.WorkflowExecutionTimeout,
                WorkflowRunTimeout = asked.WorkflowRunTimeout ?? new Duration(),
                WorkflowTaskTimeout = asked.WorkflowTaskTimeout,
                ParentClosePolicy = asked.ParentClosePolicy == default ? ParentClosePolicy.Terminate : asked.ParentClosePolicy,
                WorkflowTaskCompletedEventId = completedEventId,
                WorkflowIdReusePolicy = asked.WorkflowIdReusePolicy == default
                    ? WorkflowIdReusePolicy.AllowDuplicate : asked.WorkflowIdReusePolicy,
                RetryPolicy = asked.RetryPolicy,
                Header = asked.Header,
                Memo = asked.Memo,
                SearchAttributes = asked.SearchAttributes,
                Priority = asked.Priority,
            },
        };
    }

    private static HistoryEvent Failed(
        Run parent, long completedEventId, StartChildWorkflowExecutionCommandAttributes asked, long initiated) => new()
        {
            EventType = EventType.StartChildWorkflowExecutionFailed,
            StartChildWorkflowExecutionFailedEventAttributes = new()
            {
                Namespace = parent.Key.Namespace,
                WorkflowId = asked.WorkflowId,
                WorkflowType = asked.WorkflowType,
                Cause = StartChildWorkflowExecutionFailedCause.WorkflowAlreadyExists,
                InitiatedEventId = initiated,
                WorkflowTaskCompletedEventId = completedEventId,
            },
        };

    private static StartWorkflowParameters Order(Run parent, Command command, string queue, long initiated)
    {
        var asked = command.StartChildWorkflowExecutionCommandAttributes;
        return new StartWorkflowParameters
        {
            Namespace = parent.Key.Namespace,
            WorkflowId = asked.WorkflowId,
            UserMetadata = command.UserMetadata,
            Attributes = new()
            {
                WorkflowType = asked.WorkflowType,
                TaskQueue = new() { Name = queue, Kind = TaskQueueKind.Normal },
                Input = asked.Input,
                WorkflowExecutionTimeout = asked.WorkflowExecutionTimeout,
                WorkflowRunTimeout = asked.WorkflowRunTimeout ?? new Duration(),
                WorkflowTaskTimeout = asked.WorkflowTaskTimeout,
                RetryPolicy = asked.RetryPolicy,
                Header = asked.Header,
                Memo = asked.Memo,
                SearchAttributes = asked.SearchAttributes,
                Priority = Priorities.Merge(parent.Started.Priority, asked.Priority),
                ParentWorkflowNamespace = parent.Key.Namespace,
                ParentWorkflowExecution = parent.Key.Execution,
                ParentInitiatedEventId = initiated,
                RootWorkflowExecution = parent.Started.RootWorkflowExecution ?? parent.Key.Execution,
            },
        };
    }
}

using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Commands of workflows, by hand.</summary>
internal static class HandCommands
{
    public static Command Child(string id, string queue, Action<StartChildWorkflowExecutionCommandAttributes>? configure = null)
    {
        var asked = new StartChildWorkflowExecutionCommandAttributes
        {
            WorkflowId = id,
            WorkflowType = new() { Name = "ByHand" },
            TaskQueue = new() { Name = queue },
            WorkflowTaskTimeout = HandWorker.Seconds(60),
        };
        configure?.Invoke(asked);
        return new() { CommandType = CommandType.StartChildWorkflowExecution, StartChildWorkflowExecutionCommandAttributes = asked };
    }

    public static Command Signal(WorkflowExecution whom, bool childOnly = false) => new()
    {
        CommandType = CommandType.SignalExternalWorkflowExecution,
        SignalExternalWorkflowExecutionCommandAttributes = new() { Execution = whom, SignalName = "hello", ChildWorkflowOnly = childOnly },
    };

    public static Command Cancel(WorkflowExecution whom, bool childOnly = false) => new()
    {
        CommandType = CommandType.RequestCancelExternalWorkflowExecution,
        RequestCancelExternalWorkflowExecutionCommandAttributes =
            new() { WorkflowId = whom.WorkflowId, RunId = whom.RunId, ChildWorkflowOnly = childOnly, Reason = "enough" },
    };

    public static Command ContinueAsNew(Action<ContinueAsNewWorkflowExecutionCommandAttributes>? configure = null)
    {
        var asked = new ContinueAsNewWorkflowExecutionCommandAttributes();
        configure?.Invoke(asked);
        return new() { CommandType = CommandType.ContinueAsNewWorkflowExecution, ContinueAsNewWorkflowExecutionCommandAttributes = asked };
    }

    public static Command Fail(string message, string type = "Broken") => new()
    {
        CommandType = CommandType.FailWorkflowExecution,
        FailWorkflowExecutionCommandAttributes = new()
        {
            Failure = new()
            {
                Message = message,
                ApplicationFailureInfo = new() { Type = type }
            }
        },
    };

    public static Command Cancelled() =>
        new() { CommandType = CommandType.CancelWorkflowExecution, CancelWorkflowExecutionCommandAttributes = new() };

    public static Command CancelActivity(long scheduledEventId) => new()
    {
        CommandType = CommandType.RequestCancelActivityTask,
        RequestCancelActivityTaskCommandAttributes = new() { ScheduledEventId = scheduledEventId },
    };

    public static Command CancelTimer(string id) =>
        new() { CommandType = CommandType.CancelTimer, CancelTimerCommandAttributes = new() { TimerId = id } };

    public static Command Marker() =>
        new() { CommandType = CommandType.RecordMarker, RecordMarkerCommandAttributes = new() { MarkerName = "mark" } };
}

using PipAi.LocalCloud.Temporal.Commands;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Protocol.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.WorkflowTasks;

/// <summary>Carries out what a workflow commanded in one turn: every command becomes events, in the order they came.</summary>
internal sealed class CommandExecution(
    ActivityCommands activities, WorkflowTimers timers, ChildCommands children, ExternalCommands external, RunCommands lifecycle)
{
    /// <summary>Carries out one command.</summary>
    private delegate void Executor(Run run, long completedEventId, Command command);

    private readonly Dictionary<CommandType, Executor> executors = new()
    {
        [CommandType.ScheduleActivityTask] = activities.Schedule,
        [CommandType.RequestCancelActivityTask] = activities.RequestCancel,
        [CommandType.StartTimer] = timers.Start,
        [CommandType.CancelTimer] = WorkflowTimers.Cancel,
        [CommandType.StartChildWorkflowExecution] = children.Start,
        [CommandType.SignalExternalWorkflowExecution] = external.Signal,
        [CommandType.RequestCancelExternalWorkflowExecution] = external.RequestCancel,
        [CommandType.RecordMarker] = RecordCommands.Marker,
        [CommandType.UpsertWorkflowSearchAttributes] = RecordCommands.SearchAttributes,
        [CommandType.ModifyWorkflowProperties] = RecordCommands.Properties,
        [CommandType.CompleteWorkflowExecution] = lifecycle.Complete,
        [CommandType.FailWorkflowExecution] = lifecycle.Fail,
        [CommandType.CancelWorkflowExecution] = lifecycle.Cancel,
        [CommandType.ContinueAsNewWorkflowExecution] = lifecycle.ContinueAsNew,
    };

    /// <summary>
    /// Carries them out until one ends the run. Messages go in the places that commands give them; a rejected update has no
    /// command, so what is left of the messages follows at the end.
    /// </summary>
    /// <returns>The activities that the worker wanted to have at once.</returns>
    public IEnumerable<PollActivityTaskQueueResponse> Execute(Run run, long completedEventId, RespondWorkflowTaskCompletedRequest answer)
    {
        var byId = new Dictionary<string, Message>();
        foreach (var message in answer.Messages) byId[message.Id] = message;
        foreach (var command in answer.Commands)
        {
            if (!run.IsOpen) break;
            if (command.CommandType != CommandType.ProtocolMessage) executors[command.CommandType](run, completedEventId, command);
            else if (byId.Remove(command.ProtocolMessageCommandAttributes.MessageId, out var message)) UpdateMessages.Apply(run, message);
        }
        foreach (var message in byId.Values) UpdateMessages.Apply(run, message);
        return run.IsOpen
            ? answer.Commands.Select(command => activities.StartEagerly(run, command, answer.Identity))
                .OfType<PollActivityTaskQueueResponse>() : [];
    }
}

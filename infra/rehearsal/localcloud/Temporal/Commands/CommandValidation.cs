using Google.Protobuf;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>Looks through a worker's whole answer before any of it is carried out.</summary>
internal sealed class CommandValidation(CommandRules rules)
{
    /// <summary>The first thing that is wrong with it; null if nothing is. Timeouts and retry policies of what is right are
    /// completed.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: it is no list of commands at all; its task stays as it is.</exception>
    public CommandFault? FirstFault(Run run, RespondWorkflowTaskCompletedRequest answer)
    {
        CheckSequence(answer);
        var batch = new CommandBatch(run, answer);
        foreach (var command in answer.Commands)
        {
            if (!rules.Know(command.CommandType))
                return new(WorkflowTaskFailedCause.Unspecified,
                    $"the local Temporal service does not carry out {command.CommandType} commands");
            if (rules.Fault(run.Key.Namespace, command) is { } wrong) return wrong;
            if (batch.Fault(command) is { } fault) return new(fault.Cause ?? rules.CauseOf(command.CommandType), fault.Message);
            if (GrowsTooLarge(run, command) is { } large) return new(rules.CauseOf(command.CommandType), large, EndsRun: true);
        }
        return null;
    }

    private static void CheckSequence(RespondWorkflowTaskCompletedRequest answer)
    {
        for (var i = 0; i < answer.Commands.Count - 1; i++)
        {
            if (!CommandRules.IsClosing(answer.Commands[i])) continue;
            var types = string.Join(", ", answer.Commands.Select(command => command.CommandType));
            throw RpcError.Invalid(
                $"invalid command sequence: [{types}], command {answer.Commands[i].CommandType} must be the last command.");
        }
        var empty = answer.Messages.FirstOrDefault(message => message.Body is null);
        if (empty is not null) throw RpcError.Invalid($"message '{empty.Id}' has no body");
    }

    /// <summary>Memo and search attributes are kept with the run, so what is added counts with what is there.</summary>
    private static string? GrowsTooLarge(Run run, Command command) => command.CommandType switch
    {
        CommandType.ModifyWorkflowProperties =>
            Together<Memo>(run.Summary.Memo, command.ModifyWorkflowPropertiesCommandAttributes.UpsertedMemo) > Limits.MemoBytes
            ? "ModifyWorkflowPropertiesCommandAttributes. Memo exceeds size limit."
            : null,
        CommandType.UpsertWorkflowSearchAttributes =>
            Together<SearchAttributes>(run.Summary.SearchAttributes,
                command.UpsertWorkflowSearchAttributesCommandAttributes.SearchAttributes) is var bytes
                && bytes > Limits.AllAttributesBytes
                ? $"total size of search attributes {bytes} exceeds size limit {Limits.AllAttributesBytes}"
                : null,
        _ => null,
    };

    private static int Together<T>(T present, T added)
        where T : IMessage<T>
    {
        var together = present.Clone();
        together.MergeFrom(added);
        return together.CalculateSize();
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PipAi.LocalCloud.Temporal.Filters;
using PipAi.LocalCloud.Temporal.Validation;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>
/// What the commands of workflows must be: one line of fields a command, with the cause by which a workflow task fails. The words of a line
/// are explained at <see cref="FieldRule"/>.
/// </summary>
internal sealed class CommandRules
{
    private static readonly (CommandType Type, WorkflowTaskFailedCause Cause, string Line)[] Lines =
    [
        (CommandType.ScheduleActivityTask, WorkflowTaskFailedCause.BadScheduleActivityAttributes,
            "task_queue! activity_id! activity_type! retry_policy schedule_to_close_timeout schedule_to_start_timeout "
                + "start_to_close_timeout"
            + " heartbeat_timeout input priority"),
        (CommandType.RequestCancelActivityTask, WorkflowTaskFailedCause.BadRequestCancelActivityAttributes, ""),
        (CommandType.StartTimer, WorkflowTaskFailedCause.BadStartTimerAttributes, "timer_id! start_to_fire_timeout"),
        (CommandType.CancelTimer, WorkflowTaskFailedCause.BadCancelTimerAttributes, "timer_id!"),
        (CommandType.RecordMarker, WorkflowTaskFailedCause.BadRecordMarkerAttributes, "marker_name! details"),
        (CommandType.StartChildWorkflowExecution, WorkflowTaskFailedCause.BadStartChildExecutionAttributes,
            "workflow_id! workflow_type! workflow_execution_timeout workflow_run_timeout workflow_task_timeout retry_policy -cron_schedule"
            + " search_attributes priority task_queue input memo"),
        (CommandType.SignalExternalWorkflowExecution, WorkflowTaskFailedCause.BadSignalWorkflowExecutionAttributes,
            "execution! signal_name!* input"),
        (CommandType.RequestCancelExternalWorkflowExecution, WorkflowTaskFailedCause.BadRequestCancelExternalWorkflowExecutionAttributes,
            "workflow_id!"),
        (CommandType.UpsertWorkflowSearchAttributes, WorkflowTaskFailedCause.BadSearchAttributes, "search_attributes!"),
        (CommandType.ModifyWorkflowProperties, WorkflowTaskFailedCause.BadModifyWorkflowPropertiesAttributes, "upserted_memo!"),
        (CommandType.ProtocolMessage, WorkflowTaskFailedCause.BadUpdateWorkflowExecutionMessage, "message_id!*"),
        (CommandType.CompleteWorkflowExecution, WorkflowTaskFailedCause.BadCompleteWorkflowExecutionAttributes, "result"),
        (CommandType.FailWorkflowExecution, WorkflowTaskFailedCause.BadFailWorkflowExecutionAttributes, "failure!"),
        (CommandType.CancelWorkflowExecution, WorkflowTaskFailedCause.BadCancelWorkflowExecutionAttributes, ""),
        (CommandType.ContinueAsNewWorkflowExecution, WorkflowTaskFailedCause.BadContinueAsNewAttributes,
            "workflow_type task_queue workflow_run_timeout workflow_task_timeout backoff_start_interval retry_policy -cron_schedule "
                + "search_attributes input"
            + " memo"),
    ];

    private readonly FrozenDictionary<CommandType, Compiled> byType;

    /// <summary>Made with what says which search attributes a namespace has.</summary>
    public CommandRules(AttributeSchema schema)
    {
        var checks = new FieldChecks(schema);
        byType = Lines.ToFrozenDictionary(line => line.Type, line => Compile(line.Type, line.Cause, line.Line, checks));
    }

    /// <summary>Whether a command ends its run.</summary>
    public static bool IsClosing(Command command) => command.CommandType is CommandType.CompleteWorkflowExecution
        or CommandType.FailWorkflowExecution or CommandType.CancelWorkflowExecution or CommandType.ContinueAsNewWorkflowExecution;

    /// <summary>Whether a command is carried out here.</summary>
    public bool Know(CommandType type) => byType.ContainsKey(type);

    /// <summary>The cause by which a task fails that has a wrong command of this type.</summary>
    public WorkflowTaskFailedCause CauseOf(CommandType type) => byType[type].Cause;

    /// <summary>What is wrong with a command's fields; null if nothing is.</summary>
    public CommandFault? Fault(string namespaceId, Command command)
    {
        var rule = byType[command.CommandType];
        if (rule.Attributes.Accessor.GetValue(command) is not IMessage attributes)
            return new(rule.Cause, $"{command.CommandType}CommandAttributes is not set on {command.CommandType}Command.");
        foreach (var field in rule.Fields)
        {
            if (field.Fault(attributes, namespaceId) is { } fault) return new(fault.Cause ?? rule.Cause, fault.Message, fault.EndsRun);
        }
        return null;
    }

    private static Compiled Compile(CommandType type, WorkflowTaskFailedCause cause, string line, FieldChecks checks)
    {
        var attributes = Command.Descriptor.Fields.InDeclarationOrder().Single(field => field.PropertyName == $"{type}CommandAttributes");
        return new(cause, attributes, FieldRule.Compile(attributes.MessageType, line, checks, type.ToString()));
    }

    private sealed record Compiled(WorkflowTaskFailedCause Cause, FieldDescriptor Attributes, ImmutableArray<FieldRule> Fields);
}

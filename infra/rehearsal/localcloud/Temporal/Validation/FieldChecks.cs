using System.Collections;
using System.Collections.Immutable;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Filters;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.Workflow.V1;
using ApiTaskQueue = Temporalio.Api.TaskQueue.V1.TaskQueue;

namespace PipAi.LocalCloud.Temporal.Validation;

/// <summary>What is wrong with the value of a field; null if nothing is.</summary>
internal delegate FieldFault? FieldCheck(object? value, FieldNeed need, string namespaceId);

/// <summary>What a field must be, by its type in the descriptor: an id, a duration, a task queue, a payload and so on.</summary>
internal sealed class FieldChecks
{
    /// <summary>Names of the service's own partitions of task queues begin so.</summary>
    private const string ReservedQueuePrefix = "/_sys/";

    private readonly Dictionary<MessageDescriptor, FieldCheck> byMessage;
    private readonly ImmutableArray<FieldRule> ofScheduled;

    /// <summary>Made with what says which search attributes a namespace has.</summary>
    public FieldChecks(AttributeSchema schema)
    {
        byMessage = ByMessage(schema);
        ofScheduled = FieldRule.Compile(NewWorkflowExecutionInfo.Descriptor, ScheduleRule.Workflow, this);
    }

    private Dictionary<MessageDescriptor, FieldCheck> ByMessage(AttributeSchema schema) => new()
    {
        [Duration.Descriptor] = (value, need, _) => Told(DurationRule.Fault((Duration?)value), need.NoDuration),
        [ApiTaskQueue.Descriptor] = (value, need, _) => Told(Queue((ApiTaskQueue?)value, need), need.Wrong),
        [RetryPolicy.Descriptor] = (value, need, _) => value is RetryPolicy policy ? Told(RetryPolicyRule.Fault(policy), need.Wrong) : null,
        [WorkflowExecution.Descriptor] = Execution,
        [WorkflowType.Descriptor] = (value, need, _) => Text((value as WorkflowType)?.Name, need),
        [ActivityType.Descriptor] = (value, need, _) => Text((value as ActivityType)?.Name, need),
        [SearchAttributes.Descriptor] = (value, need, namespaceId) => Attributes(schema, (SearchAttributes?)value, need, namespaceId),
        [Memo.Descriptor] = Remembered,
        [Payload.Descriptor] = Carried,
        [Payloads.Descriptor] = Carried,
        [Failure.Descriptor] = Carried,
        [Timestamp.Descriptor] = (value, need, _) => Told(ScheduleRule.TimeFault((Timestamp?)value), why => $"{need.Label} {why}"),
        [Schedule.Descriptor] = Carried,
        [ScheduleSpec.Descriptor] = (value, _, _) =>
            Told(ScheduleRule.SpecFault((ScheduleSpec?)value), why => $"Invalid schedule spec: {why}"),
        [NewWorkflowExecutionInfo.Descriptor] = Scheduled,
        [SchedulePatch.Descriptor] = (value, need, namespaceId) =>
            Carried(value, need, namespaceId) ?? Told(ScheduleRule.PatchFault((SchedulePatch?)value), why => why),
        [Priority.Descriptor] = (value, _, _) => Told(Priorities.Fault((Priority?)value), why => why),
        [Link.Descriptor] = (value, _, _) => Told(LinkRule.Fault((IReadOnlyList<Link>)value!), why => why),
    };

    /// <summary>The check of a field.</summary>
    public FieldCheck Of(FieldDescriptor field) => field switch
    {
        { IsMap: true } => CarriedMap,
        { FieldType: FieldType.String } => (value, need, _) => Text((string?)value, need),
        { FieldType: FieldType.Bytes } => (value, _, _) => Told(Token((ByteString)value!), why => why),
        { FieldType: FieldType.Message } => byMessage.GetValueOrDefault(field.MessageType, Present),
        _ => throw new InvalidOperationException($"no rule for fields like {field.FullName}"),
    };

    private static FieldFault? Told(string? why, Func<string, string> message) => why is null ? null : new(message(why));

    private static FieldFault? Present(object? value, FieldNeed need, string namespaceId) =>
        value is null && need.Required ? new(need.Missing()) : null;

    private static FieldFault? Text(string? value, FieldNeed need)
    {
        if (string.IsNullOrEmpty(value)) return need.Required ? new(need.Missing()) : null;
        return need.AnyText || LengthOf(value) is var length && length <= Limits.IdBytes ? null : new(need.TooLong(length));
    }

    private static int LengthOf(string value) => value.Length * 3 <= Limits.IdBytes ? value.Length : Encoding.UTF8.GetByteCount(value);

    private static string? Token(ByteString token) =>
        token.IsEmpty ? "Task token not set on request." : TaskToken.IsOne(token) ? null : "Error deserializing task token.";

    private static string? Queue(ApiTaskQueue? queue, FieldNeed need)
    {
        if (queue is null) return need.Required ? "taskQueue is not set" : null;
        if (queue.Name.Length == 0) return need.Required ? "missing task queue name" : null;
        if (LengthOf(queue.Name) > Limits.IdBytes || (queue.Kind == TaskQueueKind.Sticky && LengthOf(queue.NormalName) > Limits.IdBytes))
            return "taskQueue length exceeds limit";
        return !need.AnyText && queue.Name.StartsWith(ReservedQueuePrefix, StringComparison.Ordinal)
            ? $"task queue name cannot start with reserved prefix {ReservedQueuePrefix}"
            : null;
    }

    private static FieldFault? Execution(object? value, FieldNeed need, string namespaceId) => value switch
    {
        not WorkflowExecution => need.Required ? new(need.Missing("Execution")) : null,
        WorkflowExecution { WorkflowId: "" } => new(need.Missing("WorkflowId")),
        WorkflowExecution { RunId: var run } when run.Length > 0 && !Guid.TryParseExact(run, "D", out _) =>
            new(need.Command is null ? "Invalid RunId." : $"Invalid RunId set on {need.Command}Command. RunId={run}"),
        // Commands name workflows that need not exist; requests with a longer id simply find none.
        WorkflowExecution { WorkflowId: var id } when need.Command is not null && LengthOf(id) > Limits.IdBytes =>
            new((need with { Label = "WorkflowId" }).TooLong(LengthOf(id))),
        _ => null,
    };

    private static FieldFault? Attributes(AttributeSchema schema, SearchAttributes? value, FieldNeed need, string namespaceId)
    {
        if (value is null || value.IndexedFields.Count == 0)
            return need.Required ? new(need.Missing(value is null ? null : "IndexedFields")) : null;
        if (schema.Fault(namespaceId, value) is { } wrong) return new(wrong, Cause: WorkflowTaskFailedCause.BadSearchAttributes);
        return AttributeSchema.SizeFault(value) is { } large ? new(large, EndsRun: true) : null;
    }

    private FieldFault? Scheduled(object? value, FieldNeed need, string namespaceId) =>
        value is not NewWorkflowExecutionInfo workflow ? null
            : ofScheduled.Select(rule => rule.Fault(workflow, namespaceId)).FirstOrDefault(fault => fault is not null)
                ?? Told(ScheduleRule.WorkflowFault(workflow), why => why);

    private static FieldFault? Remembered(object? value, FieldNeed need, string namespaceId)
    {
        if (value is not Memo memo || memo.Fields.Count == 0)
            return need.Required ? new(need.Missing(value is null ? null : $"{need.Label}.Fields")) : null;
        return memo.CalculateSize() > Limits.MemoBytes ? need.TooLarge("Memo size exceeds limit.") : null;
    }

    private static FieldFault? Carried(object? value, FieldNeed need, string namespaceId) => value switch
    {
        null => need.Required ? new(need.Missing()) : null,
        IMessage message => message.CalculateSize() > Limits.PayloadBytes ? need.TooLarge() : null,
        _ => null,
    };

    private static FieldFault? CarriedMap(object? value, FieldNeed need, string namespaceId) =>
        ((IDictionary)value!).Values.OfType<IMessage>().Sum(message => (long)message.CalculateSize()) > Limits.PayloadBytes
            ? need.TooLarge() : null;
}

using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace PipAi.LocalCloud.Temporal.Validation;

/// <summary>
/// One word of a table's line, made once into a check: <c>workflow_id!</c> is a field that must be set, <c>query.query_type!*</c> one below
/// another that may have any text, <c>-cron_schedule</c> one that is not offered. What a field must be besides follows from its type.
/// </summary>
internal sealed class FieldRule
{
    /// <summary>Fields whose names in messages are not their own.</summary>
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["query"] = "WorkflowQuery",
        ["request.meta"] = "Update meta",
        ["request.input"] = "Update input",
        ["request.input.name"] = "Update name",
        ["message_id"] = "MessageID",
    };

    private readonly ImmutableArray<FieldDescriptor> path;
    private readonly FieldCheck check;
    private readonly FieldNeed need;

    private FieldRule(ImmutableArray<FieldDescriptor> path, FieldCheck check, FieldNeed need) =>
        (this.path, this.check, this.need) = (path, check, need);

    /// <summary>Makes the rules of a line.</summary>
    /// <param name="message">Whose fields the line names.</param>
    /// <param name="line">Its words, parted by spaces.</param>
    /// <param name="checks">What fields must be by their types.</param>
    /// <param name="command">The command that the message is of; null for a request.</param>
    public static ImmutableArray<FieldRule> Compile(MessageDescriptor message, string line, FieldChecks checks, string? command = null) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Compile(message, word, command, checks))];

    /// <summary>What is wrong with the field; null if nothing is.</summary>
    public FieldFault? Fault(IMessage message, string namespaceId)
    {
        object? value = message;
        foreach (var field in path)
        {
            if (value is null) break;
            value = field.Accessor.GetValue((IMessage)value);
        }
        return check(value, need, namespaceId);
    }

    private static FieldRule Compile(MessageDescriptor message, string word, string? command, FieldChecks checks)
    {
        var name = word.Trim('-', '!', '*');
        var path = ImmutableArray.CreateBuilder<FieldDescriptor>();
        foreach (var part in name.Split('.'))
        {
            var within = path.Count == 0 ? message : path[^1].MessageType;
            path.Add(within.FindFieldByName(part) ?? throw new InvalidOperationException($"{within.FullName} has no field '{part}'"));
        }
        var need = new FieldNeed(Labels.GetValueOrDefault(name) ?? path[^1].PropertyName, word.Contains('!'), word.Contains('*'), command);
        return new(path.ToImmutable(), word[0] == '-' ? NotOffered : checks.Of(path[^1]), need);
    }

    private static FieldFault? NotOffered(object? value, FieldNeed need, string namespaceId) =>
        value is null or "" ? null : new($"{need.Label} on {need.Command}Command is not offered by the local Temporal service");
}

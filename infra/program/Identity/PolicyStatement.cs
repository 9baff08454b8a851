using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;

namespace PipAi.Infra.Identity;

/// <summary>One statement of a policy.</summary>
internal sealed record PolicyStatement
{
    /// <summary>What the statement is for; letters and digits.</summary>
    public required string Sid { get; init; }

    /// <summary><c>Allow</c> or <c>Deny</c>.</summary>
    public string Effect { get; init; } = "Allow";

    /// <summary>Kind of principal: <c>Service</c>, <c>Federated</c>, <c>AWS</c>; empty where the policy belongs to a role.</summary>
    public string PrincipalKind { get; init; } = "";

    /// <summary>Who may, where <see cref="PrincipalKind"/> says so.</summary>
    public Input<string>? Principal { get; init; }

    /// <summary>What may be done.</summary>
    public required ImmutableArray<string> Actions { get; init; }

    /// <summary>To what; empty in a trust policy.</summary>
    public ImmutableArray<Input<string>> Resources { get; init; } = [];

    /// <summary>When.</summary>
    public ImmutableArray<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>The names that may be known only after a deployment, in the order in which they are written.</summary>
    public IEnumerable<Input<string>> Names =>
        [
            .. Principal is null ? Array.Empty<Input<string>>() : [Principal],
            .. Resources,
            .. Conditions.GroupBy(condition => condition.Operator).SelectMany(same => same.Select(condition => condition.Value)),
        ];

    /// <summary>Writes the statement, taking its names from <paramref name="names"/>.</summary>
    public void Write(Utf8JsonWriter json, Queue<string> names)
    {
        json.WriteStartObject();
        json.WriteString("Sid"u8, Sid);
        json.WriteString("Effect"u8, Effect);
        if (Principal is not null)
        {
            json.WriteStartObject("Principal"u8);
            json.WriteString(PrincipalKind, names.Dequeue());
            json.WriteEndObject();
        }

        WriteList(json, "Action", Actions);
        if (Resources.Length > 0) WriteList(json, "Resource", Resources.Select(_ => names.Dequeue()));
        if (Conditions.Length > 0) WriteConditions(json, names);
        json.WriteEndObject();
    }

    private void WriteConditions(Utf8JsonWriter json, Queue<string> names)
    {
        json.WriteStartObject("Condition");
        // Conditions with one operator share an object, and stand side by side: the names are queued in that order.
        foreach (var sameOperator in Conditions.GroupBy(condition => condition.Operator))
        {
            json.WriteStartObject(sameOperator.Key);
            foreach (var condition in sameOperator) json.WriteString(condition.Key, names.Dequeue());
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}

/// <summary>When a statement holds.</summary>
/// <param name="Operator"><c>StringEquals</c>, <c>StringLike</c>, <c>Bool</c>, ...</param>
/// <param name="Key">What is compared.</param>
/// <param name="Value">With what.</param>
internal sealed record PolicyCondition(string Operator, string Key, Input<string> Value);

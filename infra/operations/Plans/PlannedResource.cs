using System.Globalization;
using System.Text.Json;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Plans;

/// <summary>One resource as a plan or a state has it: what the ledgers reckon with.</summary>
/// <param name="Urn">The resource's URN, which also tells the components that it belongs to.</param>
/// <param name="Type">The type token, such as <c>fly:index:Machine</c>.</param>
/// <param name="Name">The logical name.</param>
/// <param name="Inputs">The inputs, an object; secrets masked, unknown values as Pulumi's text for them.</param>
internal sealed record PlannedResource(string Urn, string Type, string Name, JsonElement Inputs)
{
    /// <summary>The part of the platform that it belongs to: the module of its outermost component, else the provider's package.</summary>
    public string Concern
    {
        get
        {
            var parents = Urn.Split("::") is [_, _, var types, ..] ? types.Split('$') : [Type];
            return parents[0].Split(':') is [_, var module, _] && parents.Length > 1 ? module : Type.Split(':')[0];
        }
    }

    /// <summary>Whether it is a machine on Fly.</summary>
    public bool IsMachine => Type == DeclaredResource.Machine;

    /// <summary>Whether it is a machine that parses documents; the others work on them.</summary>
    public bool IsParser => IsMachine && Text("processGroup") == "parser";

    /// <summary>Whether it is created and not started.</summary>
    public bool IsStandby => IsMachine && Flag("skipLaunch");

    /// <summary>Whether it is a bucket.</summary>
    public bool IsBucket => Type == DeclaredResource.Bucket;

    /// <summary>A text among the inputs; null when it is not there, or no text.</summary>
    public string? Text(params ReadOnlySpan<string> path) =>
        At(Inputs, path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A number among the inputs; null when it is not there, or not known yet.</summary>
    public decimal? Number(params ReadOnlySpan<string> path) =>
        At(Inputs, path) is { ValueKind: JsonValueKind.Number } value
            ? decimal.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    /// <summary>A flag among the inputs; false when it is not there.</summary>
    public bool Flag(params ReadOnlySpan<string> path) => At(Inputs, path) is { ValueKind: JsonValueKind.True };

    /// <summary>A list among the inputs; empty when it is not there.</summary>
    public IEnumerable<JsonElement> List(params ReadOnlySpan<string> path) =>
        At(Inputs, path) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    private static JsonElement? At(JsonElement value, ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value)) return null;
        return value;
    }
}

using System.Text.Json.Nodes;

namespace PipAi.Plugins.Schema;

/// <summary>The properties of a resource, of a nested type or of the provider's configuration.</summary>
public sealed record ObjectSchema
{
    /// <summary>Properties by name.</summary>
    public required ImmutableDictionary<string, PropertySchema> Properties { get; init; }

    /// <summary>Names of the properties that must be set.</summary>
    public required ImmutableArray<string> Required { get; init; }

    /// <summary>Names of the properties whose change replaces the resource.</summary>
    public IEnumerable<string> ReplacedOn => Properties.Where(p => p.Value.ReplaceOnChange).Select(p => p.Key);

    internal static ObjectSchema Read(JsonObject node, string properties, string required) => new()
    {
        Properties = (node[properties]?.AsObject() ?? []).ToImmutableDictionary(
            entry => entry.Key, entry => PropertySchema.Read(entry.Value!.AsObject())),
        Required = [.. (node[required]?.AsArray() ?? []).Select(name => name!.GetValue<string>())],
    };
}

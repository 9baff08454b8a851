using System.Text.Json.Nodes;

namespace PipAi.Plugins.Schema;

/// <summary>The shape of one property.</summary>
public sealed record PropertySchema
{
    private const string LocalTypes = "#/types/";

    /// <summary>What the value is.</summary>
    public required PropertyShape Shape { get; init; }

    /// <summary>Token of the nested type, for <see cref="PropertyShape.Object"/>.</summary>
    public string? TypeToken { get; init; }

    /// <summary>Shape of the entries, for lists and maps.</summary>
    public PropertySchema? Items { get; init; }

    /// <summary>The value is a secret.</summary>
    public bool Secret { get; init; }

    /// <summary>A change replaces the resource.</summary>
    public bool ReplaceOnChange { get; init; }

    internal static PropertySchema Read(JsonObject node)
    {
        var reference = node["$ref"]?.GetValue<string>();
        var items = node["items"]?.AsObject() ?? node["additionalProperties"]?.AsObject();
        return new PropertySchema
        {
            Shape = reference is not null ? PropertyShape.Object : ReadShape(node["type"]?.GetValue<string>()),
            TypeToken = reference is null ? null : Uri.UnescapeDataString(reference[LocalTypes.Length..]),
            Items = items is null ? null : Read(items),
            Secret = node["secret"]?.GetValue<bool>() ?? false,
            ReplaceOnChange = node["willReplaceOnChanges"]?.GetValue<bool>() ?? false,
        };
    }

    private static PropertyShape ReadShape(string? type) => type switch
    {
        "string" => PropertyShape.Text,
        "integer" => PropertyShape.Whole,
        "number" => PropertyShape.Number,
        "boolean" => PropertyShape.Flag,
        "array" => PropertyShape.List,
        "object" => PropertyShape.Map,
        _ => throw new InvalidOperationException($"The schema type '{type}' is not supported."),
    };
}

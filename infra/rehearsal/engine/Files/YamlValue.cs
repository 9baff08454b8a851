using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace EmbeddedPulumi.Engine.Files;

/// <summary>A value of a YAML document.</summary>
internal abstract record YamlValue
{
    /// <summary>The value as JSON.</summary>
    public abstract JsonNode? ToJson();
}

/// <summary>A scalar: its text as written, and its value by YAML's core rules.</summary>
internal sealed record YamlScalar(string Text, JsonNode? Value) : YamlValue
{
    public override JsonNode? ToJson() => Value?.DeepClone();
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(ImmutableArray<YamlValue> Items) : YamlValue
{
    public override JsonNode ToJson() => new JsonArray([.. Items.Select(item => item.ToJson())]);
}

/// <summary>A mapping in written order.</summary>
internal sealed record YamlMapping(ImmutableArray<YamlEntry> Entries) : YamlValue
{
    public static YamlMapping Empty { get; } = new([]);

    public YamlValue? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    /// <summary>The text of a scalar; null where there is none.</summary>
    public string? Text(string key) => (this[key] as YamlScalar)?.Text;

    public override JsonNode ToJson()
    {
        var result = new JsonObject();
        foreach (var entry in Entries) result.Add(entry.Key, entry.Value.ToJson());
        return result;
    }
}

/// <summary>One key of a mapping.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Line">The line it stands on, counted from 1.</param>
internal sealed record YamlEntry(string Key, YamlValue Value, long Line);

using System.Collections.Immutable;
using System.Text.Json;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Fly.Config;

/// <summary>One value of a config with its address, read strictly: a wrong type or unknown field is an error that names it.</summary>
/// <param name="Value">The value; Undefined or Null when it was not sent.</param>
/// <param name="Address">Where it is, <c>config.services[0].internal_port</c>.</param>
internal readonly record struct ConfigNode(JsonElement Value, string Address)
{
    /// <summary>Whether a value was sent.</summary>
    public bool Exists => Value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A field of an object; missing when this is.</summary>
    public ConfigNode this[string field] =>
        new(Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(field, out var value) ? value : default, $"{Address}.{field}");

    /// <summary>Refuses any field that is not offered at the place.</summary>
    public ConfigNode Only(string place)
    {
        if (!Exists) return this;
        Expect(JsonValueKind.Object, "an object");
        foreach (var field in Value.EnumerateObject())
            if (ConfigFields.Refusal(place, field) is { } why) throw new InvalidConfigException($"{why} {Address}.{field.Name}");
        return this;
    }

    /// <summary>The elements of a list; none when missing.</summary>
    public IEnumerable<ConfigNode> Items()
    {
        if (!Exists) return [];
        Expect(JsonValueKind.Array, "a list");
        var address = Address;
        return Value.EnumerateArray().Select((item, index) => new ConfigNode(item, $"{address}[{index}]"));
    }

    /// <summary>The fields of an object; none when missing.</summary>
    public IEnumerable<(string Name, ConfigNode Value)> Fields()
    {
        if (!Exists) return [];
        Expect(JsonValueKind.Object, "an object");
        var address = Address;
        return Value.EnumerateObject().Select(field => (field.Name, new ConfigNode(field.Value, $"{address}.{field.Name}")));
    }

    /// <summary>Text, or the default when missing.</summary>
    public string Text(string otherwise = "")
    {
        if (!Exists) return otherwise;
        Expect(JsonValueKind.String, "a string");
        return Value.GetString()!;
    }

    /// <summary>A number in a range, or null when missing.</summary>
    public int? Number(int least, int most)
    {
        if (!Exists) return null;
        Expect(JsonValueKind.Number, "a number");
        return Value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw new InvalidConfigException($"{Address} is {Value}; it must be from {least} to {most}");
    }

    /// <summary>A boolean, or false when missing.</summary>
    public bool Flag() => Exists && (Value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Value.GetBoolean()
        : throw new InvalidConfigException($"{Address} must be a boolean"));

    /// <summary>A duration up to a limit, or null when missing.</summary>
    public TimeSpan? Duration(TimeSpan least, TimeSpan most)
    {
        if (!Exists) return null;
        if (!GoDuration.TryRead(Value, out var duration))
            throw new InvalidConfigException($"{Address} is {Value.GetRawText()}; it must be a duration such as \"15s\"");
        return duration >= least && duration <= most
            ? duration
            : throw new InvalidConfigException(
                $"{Address} is {Value.GetRawText()}; it must be from {least.TotalSeconds:0.###}s to {most.TotalSeconds:0}s");
    }

    /// <summary>One of the given words, or the first when missing.</summary>
    public string Word(params ReadOnlySpan<string> words)
    {
        var text = Text(words[0]);
        return words.Contains(text)
            ? text
            : throw new InvalidConfigException($"{Address} is \"{text}\"; it must be one of {string.Join(", ", words!)}");
    }

    /// <summary>A list of texts.</summary>
    public ImmutableArray<string> Texts() => [.. Items().Select(item => item.Text())];

    /// <summary>A map of texts.</summary>
    public ImmutableSortedDictionary<string, string> TextMap() =>
        Fields().ToImmutableSortedDictionary(field => field.Name, field => field.Value.Text(), StringComparer.Ordinal);

    private void Expect(JsonValueKind kind, string name)
    {
        if (Value.ValueKind != kind) throw new InvalidConfigException($"{Address} must be {name}");
    }
}

using System.Text;
using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;

namespace PipAi.Providers.Fly.Machines;

/// <summary>
/// Translates a machine's configuration between the program's properties (<c>memoryMb</c>) and Fly's JSON (<c>memory_mb</c>),
/// guided by the schema. Fields that the schema does not know are left alone on the way out and left out on the way in.
/// </summary>
internal sealed class MachineConfigJson(PackageSchema schema)
{
    private const string ConfigType = "fly:index:MachineConfig";

    /// <summary>Writes the configuration over what Fly has, so that unknown fields survive an update, which replaces everything.</summary>
    public JsonObject Write(PropertyMap config, JsonObject? existing) => Object(schema.Type(ConfigType), config, existing);

    /// <summary>Reads Fly's configuration as properties.</summary>
    public PropertyMap Read(JsonObject config) => Object(schema.Type(ConfigType), config);

    private JsonObject Object(ObjectSchema type, PropertyMap properties, JsonObject? existing)
    {
        var json = (JsonObject)(existing?.DeepClone() ?? new JsonObject());
        foreach (var (name, property) in type.Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var key = Key(name);
            var known = json[key];
            json.Remove(key);
            if (properties.TryGetValue(name, out var value) && !value.IsNull) json[key] = Value(property, value, known);
        }

        return json;
    }

    private JsonNode? Value(PropertySchema property, PropertyValue value, JsonNode? existing) => property.Shape switch
    {
        PropertyShape.Object => value.TryGetMap(out var map) ? Object(schema.Type(property.TypeToken!), map, existing as JsonObject) : null,
        PropertyShape.Map => value.TryGetMap(out var map) ? Map(property, map, existing as JsonObject) : null,
        PropertyShape.List => value.TryGetArray(out var list) ? List(property, list, existing as JsonArray) : null,
        PropertyShape.Text => value.TryGetString(out var text) ? JsonValue.Create(text) : null,
        PropertyShape.Flag => value.TryGetBool(out var flag) ? JsonValue.Create(flag) : null,
        PropertyShape.Whole => value.TryGetNumber(out var number) ? JsonValue.Create((long)number) : null,
        PropertyShape.Number => value.TryGetNumber(out var number) ? JsonValue.Create(number) : null,
    };

    // Entries of a map are the program's: what it does not name is removed. Inside an entry unknown fields survive.
    private JsonObject Map(PropertySchema property, PropertyMap entries, JsonObject? existing)
    {
        var json = new JsonObject();
        foreach (var (name, value) in entries.Where(entry => !entry.Value.IsNull).OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json[name] = Value(property.Items!, value, existing?[name]);
        return json;
    }

    // Entries of a list have no names; unknown fields survive only where the list keeps its length.
    private JsonArray List(PropertySchema property, ImmutableArray<PropertyValue> items, JsonArray? existing)
    {
        var alike = existing is not null && existing.Count == items.Length;
        return [.. items.Select((item, i) => Value(property.Items!, item, alike ? existing![i] : null))];
    }

    private PropertyMap Object(ObjectSchema type, JsonObject json)
    {
        var properties = PropertyMap.Empty;
        foreach (var (name, property) in type.Properties)
            properties = properties.With(name, json[Key(name)] is { } node ? Value(property, node) : null);
        return properties;
    }

    private PropertyValue? Value(PropertySchema property, JsonNode node) => (property.Shape, node) switch
    {
        (PropertyShape.Object, JsonObject value) => new PropertyValue(Object(schema.Type(property.TypeToken!), value)),
        (PropertyShape.Map, JsonObject value) => new PropertyValue(value
            .Select(entry => (entry.Key, Value: entry.Value is null ? null : Value(property.Items!, entry.Value)))
            .Where(entry => entry.Value is not null)
            .ToImmutableDictionary(entry => entry.Key, entry => entry.Value!)),
        (PropertyShape.List, JsonArray value) => new PropertyValue(
            value.Select(item => item is null ? null : Value(property.Items!, item)).OfType<PropertyValue>().ToImmutableArray()),
        (PropertyShape.Text, JsonValue value) => Text(value),
        (PropertyShape.Flag, JsonValue value) when value.TryGetValue<bool>(out var flag) => new PropertyValue(flag),
        (PropertyShape.Whole or PropertyShape.Number, JsonValue value) when value.TryGetValue<double>(out var number) =>
            new PropertyValue(number),
        _ => null,
    };

    // Fly answers with nanoseconds for durations, and with false and true for the autostop modes off and stop.
    private static PropertyValue? Text(JsonValue value)
    {
        if (value.TryGetValue<string>(out var text)) return new PropertyValue(text);
        if (value.TryGetValue<bool>(out var flag)) return new PropertyValue(flag ? "stop" : "off");
        return value.TryGetValue<long>(out var nanoseconds)
            ? new PropertyValue(Durations.Format(TimeSpan.FromTicks(nanoseconds / 100))) : null;
    }

    private static string Key(string name)
    {
        var key = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter)) key.Append('_');
            key.Append(char.ToLowerInvariant(letter));
        }

        return key.ToString();
    }
}

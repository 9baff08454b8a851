using System.Globalization;
using System.Text.Json;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;

namespace PipAi.Plugins.Hosting;

/// <summary>
/// Provider configuration arrives as strings: stack configuration knows nothing else, and typed providers send anything that
/// is not a string as JSON. This turns it back into the schema's shapes.
/// </summary>
internal static class ProviderSettings
{
    public static PropertyMap Parse(ObjectSchema schema, PropertyMap arguments)
    {
        var settings = arguments;
        foreach (var (name, property) in schema.Properties)
        {
            if (arguments.Text(name) is not { } text) continue;
            if (property.Shape == PropertyShape.Flag && bool.TryParse(text, out var flag)) settings = settings.With(name, flag);
            if (property.Shape is PropertyShape.Whole or PropertyShape.Number
                && double.TryParse(text, CultureInfo.InvariantCulture, out var number))
                settings = settings.With(name, number);
            if (property.Shape is PropertyShape.List or PropertyShape.Map or PropertyShape.Object && Read(text) is { } value)
                settings = settings.With(name, value.WithSecret(arguments[name].IsSecret));
        }

        return settings;
    }

    /// <summary>A value that is no JSON stays text: the check complains about it by name.</summary>
    private static PropertyValue? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PropertyValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => new PropertyValue(true),
        JsonValueKind.False => new PropertyValue(false),
        JsonValueKind.Number => new PropertyValue(json.GetDouble()),
        JsonValueKind.String => new PropertyValue(json.GetString()!),
        JsonValueKind.Array => new PropertyValue([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => new PropertyValue(
            json.EnumerateObject().ToImmutableDictionary(member => member.Name, member => Read(member.Value))),
        JsonValueKind.Undefined or JsonValueKind.Null => PropertyValue.Null,
    };
}

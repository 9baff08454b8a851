using System.Buffers;
using System.Text.Json;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Properties;

/// <summary>
/// Turns property values into the JSON that users see: Pulumi's encoding, with every secret replaced by a text that says so.
/// </summary>
internal static class MaskedJson
{
    /// <summary>The text that stands for a secret value.</summary>
    public const string Secret = "[secret]";

    private static readonly JsonElement NoProperties = JsonDocument.Parse("{}").RootElement;

    public static JsonElement Of(PropertyMap map) => map.Count == 0 ? NoProperties : Of((PropertyValue)map);

    public static JsonElement Of(PropertyValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        // What is masked has no secret left, so that nothing is encrypted.
        using (var json = new Utf8JsonWriter(buffer)) PropertyJson.Write(json, Mask(value), StateSecrets.Shown);
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The value at a path, masked; null where there is none.</summary>
    public static JsonElement? At(PropertyMap map, string path)
    {
        PropertyValue? value = map;
        foreach (var segment in PropertyPath.Parse(path).Segments)
        {
            value = (value, segment) switch
            {
                (PropertyValue.Map inner, string key) => inner.Entries.Get(key),
                (PropertyValue.List inner, int index) => inner.Items.ElementAtOrDefault(index),
                (PropertyValue.Secret or PropertyValue.Unknown, _) => value,
                _ => null,
            };
        }

        return value is null ? null : Of(value);
    }

    public static PropertyMap Mask(PropertyMap map) => map.ContainsSecrets ? map.Select((_, value) => Mask(value)) : map;

    /// <summary>A value with every secret in it replaced by a text that says so.</summary>
    public static PropertyValue Mask(PropertyValue value) => !value.ContainsSecrets ? value : value switch
    {
        PropertyValue.Secret or PropertyValue.Output { IsSecret: true } => Secret,
        PropertyValue.Output { Value: { } inner } => Mask(inner),
        PropertyValue.Map map => new PropertyValue.Map(map.Entries.Select((_, item) => Mask(item))),
        PropertyValue.List list => new PropertyValue.List([.. list.Items.Select(Mask)]),
        PropertyValue.Archive { Assets: { } assets } archive => archive with { Assets = assets.Select((_, item) => Mask(item)) },
        _ => value,
    };
}

using System.Text.Json;
using EmbeddedPulumi.Protocol;
using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi.Serialization;

/// <summary>Property values as JSON elements.</summary>
internal static class JsonValue
{
    public static JsonElement Of(Wire value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) PropertyJson.Write(json, value.WithoutSecrets(), StateSecrets.Shown);
        return JsonElement.Parse(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EmbeddedPulumi.Protocol;

/// <summary>Property values for people.</summary>
internal static class PropertyText
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(PropertyValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable)) Write(json, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, PropertyValue value)
    {
        switch (value)
        {
            case PropertyValue.Null: json.WriteNullValue(); break;
            case PropertyValue.Unknown: json.WriteStringValue("[unknown]"); break;
            case PropertyValue.Secret: json.WriteStringValue("[secret]"); break;
            case PropertyValue.Bool { Value: var truth }: json.WriteBooleanValue(truth); break;
            case PropertyValue.Number { Value: var number } when double.IsFinite(number): json.WriteNumberValue(number); break;
            case PropertyValue.Number { Value: var number }: json.WriteStringValue(number.ToString()); break;
            case PropertyValue.Text { Value: var text }: json.WriteStringValue(text); break;
            case PropertyValue.List { Items: var items }: WriteList(json, items); break;
            case PropertyValue.Map { Entries: var entries }: WriteMap(json, entries); break;
            case PropertyValue.Asset asset: json.WriteStringValue($"asset({asset.Path ?? asset.Uri ?? "text"})"); break;
            case PropertyValue.Archive archive: json.WriteStringValue($"archive({archive.Path ?? archive.Uri ?? "assets"})"); break;
            case PropertyValue.Resource resource: json.WriteStringValue(resource.Urn); break;
            case PropertyValue.Output output: Write(json, output.Lowered); break;
        }
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable<PropertyValue> items)
    {
        json.WriteStartArray();
        foreach (var item in items) Write(json, item);
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, PropertyMap entries)
    {
        json.WriteStartObject();
        foreach (var (key, value) in entries)
        {
            json.WritePropertyName(key);
            Write(json, value);
        }

        json.WriteEndObject();
    }
}

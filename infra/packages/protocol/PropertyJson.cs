using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EmbeddedPulumi.Protocol;

/// <summary>Property values to and from the form in which Pulumi's state keeps them: JSON.</summary>
public static class PropertyJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a map.</summary>
    public static void Write(Utf8JsonWriter json, PropertyMap map, StateSecrets secrets)
    {
        json.WriteStartObject();
        foreach (var (key, value) in map)
        {
            json.WritePropertyName(key);
            Write(json, value, secrets);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a value. An output loses its dependencies: the resource's own record keeps those.</summary>
    public static void Write(Utf8JsonWriter json, PropertyValue value, StateSecrets secrets)
    {
        switch (value)
        {
            case PropertyValue.Null: json.WriteNullValue(); break;
            case PropertyValue.Bool truth: json.WriteBooleanValue(truth.Value); break;
            case PropertyValue.Number number: WriteNumber(json, number.Value); break;
            case PropertyValue.Text text: json.WriteStringValue(text.Value); break;
            case PropertyValue.Map map: Write(json, map.Entries, secrets); break;
            case PropertyValue.List list:
                json.WriteStartArray();
                foreach (var item in list.Items) Write(json, item, secrets);
                json.WriteEndArray();
                break;
            case PropertyValue.Unknown: json.WriteStringValue(Sentinels.Unknown); break;
            case PropertyValue.Secret secret: WriteSecret(json, secret, secrets); break;
            case PropertyValue.Asset asset: WriteAsset(json, asset); break;
            case PropertyValue.Archive archive: WriteArchive(json, archive, secrets); break;
            case PropertyValue.Resource resource: WriteResource(json, resource); break;
            case PropertyValue.Output output: Write(json, output.Lowered, secrets); break;
        }
    }

    /// <summary>Reads a map; JSON null is the empty one.</summary>
    /// <exception cref="PropertyFormatException">The element is no object, or a special value in it is malformed.</exception>
    public static PropertyMap ReadMap(JsonElement json, StateSecrets secrets) => json.ValueKind switch
    {
        JsonValueKind.Object => PropertyMap.From(
            json.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Read(property.Value, secrets)))),
        JsonValueKind.Null or JsonValueKind.Undefined => PropertyMap.Empty,
        _ => throw new PropertyFormatException($"Properties must be an object, not {json.ValueKind}."),
    };

    /// <summary>Reads a value.</summary>
    /// <exception cref="PropertyFormatException">A special value in it is malformed.</exception>
    public static PropertyValue Read(JsonElement json, StateSecrets secrets) => json.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => PropertyValue.Null.Value,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.String => json.GetString()! is var text && Sentinels.IsUnknown(text) ? PropertyValue.Unknown.Value : text,
        JsonValueKind.Array => new PropertyValue.List([.. json.EnumerateArray().Select(item => Read(item, secrets))]),
        JsonValueKind.Object => IsSecret(json) ? ReadSecret(json, secrets) : SpecialObject.Recognise(ReadMap(json, secrets)),
    };

    private static bool IsSecret(JsonElement json) =>
        json.TryGetProperty(Signatures.Key, out var mark) && mark.ValueKind == JsonValueKind.String
        && mark.ValueEquals(Signatures.Secret);

    private static PropertyValue.Secret ReadSecret(JsonElement json, StateSecrets secrets)
    {
        var text = (TextOf(json, "ciphertext"), TextOf(json, "plaintext")) switch
        {
            ({ } cipher, null) => secrets.Decrypt(cipher),
            (null, { } plain) => plain,
            _ => throw new PropertyFormatException("A secret must have either 'ciphertext' or 'plaintext'."),
        };
        try
        {
            using var document = JsonDocument.Parse(text);
            return new PropertyValue.Secret(Read(document.RootElement, StateSecrets.Inner));
        }
        catch (JsonException)
        {
            // The exception of the parser may quote what it parsed, so it goes no further.
            throw new PropertyFormatException("A secret does not hold JSON text.");
        }
    }

    private static string? TextOf(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void WriteSecret(Utf8JsonWriter json, PropertyValue.Secret secret, StateSecrets secrets)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var inner = new Utf8JsonWriter(buffer, Compact))
        {
            Write(inner, secret.Value, secrets.Encrypt is null ? secrets : StateSecrets.Inner);
        }

        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        json.WriteStartObject();
        json.WriteString(Signatures.Key, Signatures.Secret);
        if (secrets.Encrypt is { } encrypt) json.WriteString("ciphertext", encrypt(text));
        else json.WriteString("plaintext", text);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
            return;
        }

        json.WriteStartObject();
        json.WriteString(Signatures.Key, Signatures.Float);
        json.WriteString("value", BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteAsset(Utf8JsonWriter json, PropertyValue.Asset asset)
    {
        json.WriteStartObject();
        json.WriteString(Signatures.Key, Signatures.Asset);
        WriteOptional(json, "hash", asset.Hash);
        WriteOptional(json, "path", asset.Path);
        WriteOptional(json, "text", asset.Content);
        WriteOptional(json, "uri", asset.Uri);
        json.WriteEndObject();
    }

    private static void WriteArchive(Utf8JsonWriter json, PropertyValue.Archive archive, StateSecrets secrets)
    {
        json.WriteStartObject();
        json.WriteString(Signatures.Key, Signatures.Archive);
        if (archive.Assets is { } assets)
        {
            json.WritePropertyName("assets");
            Write(json, assets, secrets);
        }

        WriteOptional(json, "hash", archive.Hash);
        WriteOptional(json, "path", archive.Path);
        WriteOptional(json, "uri", archive.Uri);
        json.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter json, PropertyValue.Resource resource)
    {
        json.WriteStartObject();
        json.WriteString(Signatures.Key, Signatures.Resource);
        if (resource.Id is { } id) json.WriteString("id", id);
        json.WriteString("packageVersion", resource.PackageVersion);
        json.WriteString("urn", resource.Urn);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value)) json.WriteString(key, value);
    }
}

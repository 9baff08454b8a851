using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.State;

/// <summary>A stack's state to and from Pulumi's checkpoint and export documents, version 3.</summary>
/// <param name="secrets">Where ciphertexts are remembered.</param>
internal sealed class CheckpointFormat(SecretTexts secrets)
{
    /// <summary>The version of Pulumi whose format this is.</summary>
    public const string EngineVersion = "v3.259.0";
    private const int Version = 3;

    // Version 4 only adds features that a document lists; one that lists none reads like version 3.
    private const int NewestVersion = 4;
    private static readonly string Magic = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(EngineVersion)));
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true, IndentSize = 4 };

    // Most resources do not change from one checkpoint to the next, so each is encoded once.
    private readonly ConditionalWeakTable<ResourceState, byte[]> encoded = [];

    /// <summary>Whether there are secrets in the state that were not encoded yet, so that writing it needs a cipher.</summary>
    public bool NeedsCipher(StackState state) =>
        state.Resources.Concat(state.Intents.Select(intent => intent.Resource)).Any(
            resource => !encoded.TryGetValue(resource, out _) && resource.ContainsSecrets);

    /// <summary>The content of a checkpoint file.</summary>
    public byte[] WriteCheckpoint(StackState state, string stack, string project, Func<PassphraseCipher> cipher)
    {
        var buffer = new ArrayBufferWriter<byte>(4096 + (state.Resources.Length * 1024));
        using var json = new Utf8JsonWriter(buffer, Compact);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartObject("checkpoint");
        json.WriteString("stack", $"organization/{project}/{stack}");
        json.WritePropertyName("latest");
        WriteDeployment(json, state, resource => Encoded(resource, cipher));
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The document of <c>stack export</c>; without a cipher, secrets are shown.</summary>
    public string WriteExport(StackState state, Func<PassphraseCipher>? cipher)
    {
        var compact = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(compact, Compact))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WritePropertyName("deployment");
            WriteDeployment(json, state, resource => cipher is null ? Plain(resource) : Encoded(resource, cipher));
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(compact.WrittenMemory);
        var readable = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(readable, Indented)) document.WriteTo(json);
        return Encoding.UTF8.GetString(readable.WrittenSpan) + "\n";
    }

    /// <summary>Reads a checkpoint file or an export document.</summary>
    /// <exception cref="JsonException">It is not one; the message says why.</exception>
    /// <exception cref="StateTooNewException">It is of a version that this engine does not know.</exception>
    /// <exception cref="SecretsProviderException">Its secrets are not encrypted with a passphrase.</exception>
    public async Task<StackState> ReadAsync(ReadOnlyMemory<byte> content, StackCiphers ciphers) =>
        (await ReadDocumentAsync(content, ciphers)).State;

    /// <summary>The same, with what only the document tells.</summary>
    public async Task<StateDocument> ReadDocumentAsync(ReadOnlyMemory<byte> content, StackCiphers ciphers)
    {
        var document = await ReadAnyAsync(content, ciphers);
        StateIntegrity.Check(document.State.Resources);
        return document;
    }

    /// <summary>The same, whether it keeps the rules or not: for mending it.</summary>
    public async Task<StateDocument> ReadAnyAsync(ReadOnlyMemory<byte> content, StackCiphers ciphers)
    {
        using var document = JsonDocument.Parse(content);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out var number)
            || !number.TryGetInt32(out var version))
            throw new JsonException("it has no 'version'");
        if (version > NewestVersion || version < Version) throw new StateTooNewException(version);
        if (!TryGetDeployment(root, out var deployment)) return new(StackState.Empty, HasDeployment: false, IsSealed: false);

        var isSealed = content.Span.IndexOf("\"ciphertext\""u8) >= 0;
        var salt = Salt(deployment, isSealed);
        PassphraseCipher? cipher = null;
        if (salt is not null && isSealed) cipher = await ciphers.OpenAsync(salt);
        var state = ReadDeployment(
            deployment, salt, () => cipher ?? throw new JsonException("it has secrets, but no passphrase provider"));
        return new(state, HasDeployment: true, isSealed);
    }

    /// <summary>
    /// The deployment in a checkpoint file or an export document; false where there is none, which is how an empty stack is kept.
    /// </summary>
    private static bool TryGetDeployment(JsonElement root, out JsonElement deployment)
    {
        var holder = root.TryGetProperty("checkpoint", out var checkpoint) ? checkpoint : root;
        return (holder.TryGetProperty("latest", out deployment) || holder.TryGetProperty("deployment", out deployment))
            && deployment.ValueKind != JsonValueKind.Null;
    }

    /// <summary>The passphrase's salt. Who else encrypts secrets does not matter where there are none.</summary>
    private static string? Salt(JsonElement deployment, bool isSealed)
    {
        if (!deployment.TryGetProperty("secrets_providers", out var provider) || provider.ValueKind != JsonValueKind.Object) return null;
        var type = provider.TryGetProperty("type", out var name) ? name.GetString() : null;
        if (type is null or "" || (type != "passphrase" && !isSealed)) return null;
        if (type != "passphrase") throw new SecretsProviderException(type, provider);
        return provider.GetProperty("state").GetProperty("salt").GetString();
    }

    private StackState ReadDeployment(JsonElement deployment, string? salt, Func<PassphraseCipher> cipher)
    {
        var resources = Array(deployment, "resources", item => ReadResource(item, cipher));
        return new StackState
        {
            Written = deployment.TryGetProperty("manifest", out var manifest) && manifest.TryGetProperty("time", out var time)
                && time.TryGetDateTimeOffset(out var written) ? written : null,
            Salt = salt,
            Resources = resources,
            Intents = Array(deployment, "pending_operations", item =>
                new Intent(item.GetProperty("type").GetString()!, ReadResource(item.GetProperty("resource"), cipher))),
            Unread =
            [
                .. deployment.EnumerateObject()
                    .Where(property => property.Name is not ("manifest" or "secrets_providers" or "resources" or "pending_operations"))
                    .Select(property => (property.Name, property.Value.Clone())),
            ],
        };
    }

    private static ImmutableArray<T> Array<T>(JsonElement deployment, string key, Func<JsonElement, T> read) =>
        deployment.TryGetProperty(key, out var array) && array.ValueKind == JsonValueKind.Array
            ? [.. array.EnumerateArray().Select(read)]
            : [];

    private ResourceState ReadResource(JsonElement json, Func<PassphraseCipher> cipher) =>
        ResourceFormat.Read(json, secrets.Reading(json.TryGetProperty("urn", out var urn) ? urn.GetString() ?? "" : "", cipher));

    private static void WriteDeployment(Utf8JsonWriter json, StackState state, Func<ResourceState, byte[]> encode)
    {
        json.WriteStartObject();
        json.WriteStartObject("manifest");
        json.WriteString("time", (state.Written ?? default).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
        json.WriteString("magic", Magic);
        json.WriteString("version", EngineVersion);
        json.WriteEndObject();
        WriteSecretsProvider(json, state.Salt);
        json.WriteStartArray("resources");
        foreach (var resource in state.Resources) json.WriteRawValue(encode(resource), skipInputValidation: true);
        json.WriteEndArray();
        if (!state.Intents.IsEmpty)
        {
            json.WriteStartArray("pending_operations");
            foreach (var intent in state.Intents)
            {
                json.WriteStartObject();
                json.WritePropertyName("resource");
                json.WriteRawValue(encode(intent.Resource), skipInputValidation: true);
                json.WriteString("type", intent.Kind);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        foreach (var (key, value) in state.Unread)
        {
            json.WritePropertyName(key);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteSecretsProvider(Utf8JsonWriter json, string? salt)
    {
        if (salt is null) return;
        json.WriteStartObject("secrets_providers");
        json.WriteString("type", "passphrase");
        json.WriteStartObject("state");
        json.WriteString("salt", salt);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private byte[] Encoded(ResourceState resource, Func<PassphraseCipher> cipher)
    {
        if (encoded.TryGetValue(resource, out var bytes)) return bytes;
        bytes = Encode(resource, secrets.Writing(resource.Urn, cipher));
        encoded.AddOrUpdate(resource, bytes);
        return bytes;
    }

    private static byte[] Plain(ResourceState resource) => Encode(resource, StateSecrets.Shown);

    private static byte[] Encode(ResourceState resource, StateSecrets secrets)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Compact);
        ResourceFormat.Write(json, resource, secrets);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}

using System.Collections.Immutable;
using System.Text.Json;

namespace PipAi.Operations.Platform;

/// <summary>One thing that the stack's state knows: what was declared and made.</summary>
/// <param name="Urn">Its name in the stack.</param>
/// <param name="Type">Its type token.</param>
/// <param name="Id">The vendor's id of it: what follows the last slash where the provider's id has several parts.</param>
/// <param name="Outputs">What the vendor told of it.</param>
internal sealed record DeclaredResource(string Urn, string Type, string Id, JsonElement Outputs)
{
    // Pulumi's mark of a secret: such an object holds it sealed, or in clear.
    private const string SecretMark = "4dabf18193072939515e22adb298388d";

    /// <summary>The whole id, as the provider gave it.</summary>
    public string ProviderId { get; init; } = Id;

    /// <summary>An S3 bucket.</summary>
    public const string Bucket = "aws:s3/bucket:Bucket";

    /// <summary>A Fly machine.</summary>
    public const string Machine = "fly:index:Machine";

    /// <summary>A Vercel project.</summary>
    public const string Project = "vercel:index/project:Project";

    /// <summary>An environment variable of a Vercel project.</summary>
    public const string Variable = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";

    /// <summary>A service account of Temporal Cloud.</summary>
    public const string ServiceAccount = "temporalcloud:index:ServiceAccount";

    /// <summary>An API key of a service account.</summary>
    public const string ApiKey = "temporalcloud:index:ApiKey";

    /// <summary>A namespace of Temporal Cloud.</summary>
    public const string Namespace = "temporalcloud:index:Namespace";

    /// <summary>A secret of a Fly app.</summary>
    public const string Secret = "fly:index:Secret";

    /// <summary>A certificate of a Fly app.</summary>
    public const string Certificate = "fly:index:Cert";

    /// <summary>What the vendor told at a path; null where there is nothing, or it is sealed.</summary>
    public JsonElement? At(params ReadOnlySpan<string> path)
    {
        var value = Outputs;
        foreach (var name in path)
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value)) return null;
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(SecretMark, out _))
            return value.ValueKind == JsonValueKind.Null ? null : value;
        if (!value.TryGetProperty("plaintext", out var text)) return null;
        using var document = JsonDocument.Parse(text.GetString()!);
        return document.RootElement.Clone();
    }

    /// <summary>A text at a path; null where there is none.</summary>
    public string? Text(params ReadOnlySpan<string> path) =>
        At(path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Reads the document of `stack export`: everything with an id, what awaits its deletion included.</summary>
    public static ImmutableArray<DeclaredResource> Parse(JsonElement export)
    {
        if (!export.TryGetProperty("deployment", out var deployment) || !deployment.TryGetProperty("resources", out var resources))
            return [];
        return
        [
            .. from resource in resources.EnumerateArray()
               let id = resource.TryGetProperty("id", out var given) ? given.GetString() ?? "" : ""
               where id.Length > 0
               select new DeclaredResource(
                   resource.GetProperty("urn").GetString()!,
                   resource.GetProperty("type").GetString()!,
                   id[(id.LastIndexOf('/') + 1)..],
                   resource.TryGetProperty("outputs", out var outputs) ? outputs.Clone() : default)
               {
                   ProviderId = id,
               },
        ];
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Control;

/// <summary>Where a local cloud is reached and with which secrets: the content of its cloud.json.</summary>
public sealed record CloudEndpoints
{
    /// <summary>Name of the file in the cloud's folder.</summary>
    public const string FileName = "cloud.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Absolute path of the cloud's folder.</summary>
    [JsonIgnore]
    public string Directory { get; init; } = "";

    /// <summary>Name of the stack.</summary>
    public required string Stack { get; init; }

    /// <summary>The process that serves it, or that did when the file was written.</summary>
    public required ProcessIdentity Process { get; init; }

    /// <summary>Ports on 127.0.0.1 by name of <see cref="VendorNames"/>, kept over restarts.</summary>
    public required ImmutableSortedDictionary<string, int> Ports { get; init; }

    /// <summary>Secrets of this cloud.</summary>
    public required CloudTokens Tokens { get; init; }

    /// <summary>Whether the process that wrote the file still runs. It writes the file when all its services are ready.</summary>
    [JsonIgnore]
    public bool IsAlive => Process.IsAlive;

    /// <summary>Folder in which images are put, <c>&lt;app&gt;/sha256-&lt;hex&gt;</c> (what FLY_REGISTRY names).</summary>
    [JsonIgnore]
    public string Registry => Path.Combine(Directory, "registry");

    /// <summary>Reads the endpoints of the cloud in a folder; null when there never was one.</summary>
    /// <exception cref="InvalidDataException">The file is not readable as endpoints.</exception>
    public static CloudEndpoints? Load(string directory)
    {
        var file = Path.Combine(Path.GetFullPath(directory), FileName);
        try
        {
            var text = File.ReadAllBytes(file);
            return JsonSerializer.Deserialize<CloudEndpoints>(text, Format)! with { Directory = Path.GetFullPath(directory) };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{file}' is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Address of a service.</summary>
    /// <exception cref="KeyNotFoundException">The cloud has no such service.</exception>
    public Uri AddressOf(string service) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports[service]}"));

    /// <summary>What a provider plugin needs in its environment to deploy to this cloud instead of the vendors.</summary>
    public ImmutableSortedDictionary<string, string> ProviderEnvironment() => new Dictionary<string, string>
    {
        ["FLY_API_TOKEN"] = Tokens.Fly,
        ["FLY_FLAPS_BASE_URL"] = Text(VendorNames.Fly),
        ["FLY_REGISTRY"] = "file://" + Registry,
        ["AWS_ENDPOINT_URL_S3"] = Text(VendorNames.S3),
        ["AWS_ENDPOINT_URL_STS"] = Text(VendorNames.Sts),
        ["AWS_ACCESS_KEY_ID"] = Tokens.AwsAccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = Tokens.AwsSecretAccessKey,
        ["VERCEL_API_TOKEN"] = Tokens.Vercel,
        ["VERCEL_BASE_URL"] = Text(VendorNames.Vercel),
        ["TEMPORAL_CLOUD_API_KEY"] = Tokens.Temporal,
        ["TEMPORAL_CLOUD_ENDPOINT"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Ports[VendorNames.Temporal]}"),
        ["TEMPORAL_CLOUD_ALLOW_INSECURE"] = "true",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>
    /// What people's own tools need to see into this cloud: the vendors' command lines and SDKs. All that
    /// <see cref="ProviderEnvironment"/> says, and what those tools call otherwise.
    /// </summary>
    public ImmutableSortedDictionary<string, string> ClientEnvironment() => ProviderEnvironment().SetItems(new Dictionary<string, string>
    {
        // Every bucket says its own region; this one is asked first.
        ["AWS_REGION"] = "us-east-1",
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        // A remote of its own, "pipai:", so that rclone's other remotes go where they went before. rclone takes the provider AWS to
        // have a host name for every bucket; this one is what it calls S3 behind a single address.
        ["RCLONE_CONFIG_PIPAI_TYPE"] = "s3",
        ["RCLONE_CONFIG_PIPAI_PROVIDER"] = "Minio",
        ["RCLONE_CONFIG_PIPAI_ENDPOINT"] = Text(VendorNames.S3),
        ["RCLONE_CONFIG_PIPAI_REGION"] = "us-east-1",
        ["RCLONE_CONFIG_PIPAI_ACCESS_KEY_ID"] = Tokens.AwsAccessKeyId,
        ["RCLONE_CONFIG_PIPAI_SECRET_ACCESS_KEY"] = Tokens.AwsSecretAccessKey,
        // The vercel command takes the API's address as a flag only: vercel --api $VERCEL_BASE_URL.
        ["VERCEL_TOKEN"] = Tokens.Vercel,
        ["VERCEL_TELEMETRY_DISABLED"] = "1",
        ["TEMPORAL_ADDRESS"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Ports[VendorNames.Temporal]}"),
        ["TEMPORAL_API_KEY"] = Tokens.Temporal,
        // Temporal's tools take a key as a reason for TLS.
        ["TEMPORAL_TLS"] = "false",
        // flyctl: the token's other name, which wins over a login; nothing goes to the real Fly, and no release is looked for.
        ["FLY_ACCESS_TOKEN"] = Tokens.Fly,
        ["FLY_API_BASE_URL"] = Text(VendorNames.Fly),
        ["FLY_METRICS_BASE_URL"] = Text(VendorNames.Fly),
        ["FLY_SEND_METRICS"] = "0",
        ["FLY_NO_UPDATE_CHECK"] = "1",
        // Answers for the host names of apps and projects only, hence no http_proxy.
        ["PIPAI_PROXY"] = Text(VendorNames.Proxy),
    });

    /// <summary>Writes the file as a whole or not at all, readable by its owner only.</summary>
    internal void Save() => AtomicFile.Write(Path.Combine(Directory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Format));

    private string Text(string service) => AddressOf(service).GetLeftPart(UriPartial.Authority);
}

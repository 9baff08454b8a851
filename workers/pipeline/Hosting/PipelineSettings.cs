using System.Collections.Immutable;
using PipAi.Workers.Pipeline.Storage;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>Everything the worker is told by its environment, checked as a whole before anything starts.</summary>
internal sealed record PipelineSettings
{
    /// <summary>Host and port of the Temporal service: <c>TEMPORAL_ADDRESS</c>.</summary>
    public required string TemporalAddress { get; init; }

    /// <summary>The namespace, <c>name.account</c> in Temporal Cloud: <c>TEMPORAL_NAMESPACE</c>.</summary>
    public required string TemporalNamespace { get; init; }

    /// <summary>The API key, or null for a service without authentication: <c>TEMPORAL_API_KEY</c>. Never logged.</summary>
    public string? TemporalApiKey { get; init; }

    /// <summary>Whether the connection is encrypted; true unless <c>TEMPORAL_TLS=false</c>.</summary>
    public required bool TemporalTls { get; init; }

    /// <summary>The task queue to poll: <c>TEMPORAL_TASK_QUEUE</c>, default <c>documents</c>.</summary>
    public required string TaskQueue { get; init; }

    /// <summary>
    /// The queue of this region, polled besides the common one: verification sends a canary by it to learn whether work gets done here.
    /// </summary>
    public string RegionQueue => $"{TaskQueue}.{Place.Region}";

    /// <summary>The buckets, primary first: <c>DOCUMENT_BUCKETS</c>.</summary>
    public required ImmutableArray<RegionBucket> Buckets { get; init; }

    /// <summary>The base URL of the parsing service, ending in a slash: <c>UNSTRUCTURED_URL</c>.</summary>
    public required Uri UnstructuredUrl { get; init; }

    /// <summary>The key that the parsing service wants, or null where it wants none: <c>UNSTRUCTURED_API_KEY</c>. Never logged.</summary>
    public string? UnstructuredApiKey { get; init; }

    /// <summary>
    /// The Fly regions in which instances of the parsing service run: <c>UNSTRUCTURED_REGIONS</c>; none if it does not say.
    /// </summary>
    public ImmutableArray<string> UnstructuredRegions { get; init; } = [];

    /// <summary>Another S3 service than Amazon's, or null: <c>AWS_ENDPOINT_URL_S3</c>.</summary>
    public Uri? S3Endpoint { get; init; }

    /// <summary>How the machine proves to AWS who it is, or null where <c>AWS_ROLE_ARN</c> is not set.</summary>
    public FlyIdentity? Identity { get; init; }

    /// <summary>
    /// How many documents are kept in memory between their tasks: <c>CACHED_DOCUMENTS</c>, default one for each MiB of an eighth of the
    /// memory, at least 32 and at most 1000. One is a dozen events, well below 1 MiB; one that is not kept is read again from its history.
    /// </summary>
    public required int CachedDocuments { get; init; }

    /// <summary>Where this process runs.</summary>
    public required WorkerPlace Place { get; init; }

    /// <summary>The port of <c>/health</c> and <c>/metrics</c>: <c>PORT</c>, default 8080.</summary>
    public required int Port { get; init; }

    /// <summary>Without the API keys: this ends up in logs.</summary>
    public override string ToString() =>
        $"{TemporalNamespace} at {TemporalAddress} (TLS {(TemporalTls ? "on" : "off")}, API key {(TemporalApiKey is null
            ? "none" : "set")}), queue {TaskQueue}, "
        + $"buckets {string.Join(", ", Buckets.Select(bucket => $"{bucket.Region}={bucket.Bucket}"))}, parsing at {UnstructuredUrl} "
        + $"(API key {(UnstructuredApiKey is null ? "none" : "set")})";

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="read">Gives an environment variable's value, or null.</param>
    /// <exception cref="InvalidEnvironmentException">Some are wrong; the message names all of them.</exception>
    public static PipelineSettings Load(Func<string, string?> read)
    {
        var reader = new SettingsReader(read);
        var place = WorkerPlace.Load(read);
        var settings = new PipelineSettings
        {
            TemporalAddress = reader.HostAndPort("TEMPORAL_ADDRESS", "pip-ai.a1b2c.tmprl.cloud:7233"),
            TemporalNamespace = reader.Required("TEMPORAL_NAMESPACE", "it must name the namespace, such as pip-ai.a1b2c."),
            TemporalApiKey = reader.Optional("TEMPORAL_API_KEY"),
            TemporalTls = reader.Flag("TEMPORAL_TLS", defaultValue: true),
            TaskQueue = reader.Optional("TEMPORAL_TASK_QUEUE") ?? "documents",
            Buckets = reader.Buckets("DOCUMENT_BUCKETS"),
            UnstructuredUrl = reader.Url("UNSTRUCTURED_URL", "http://pip-ai-unstructured-simple.flycast:8080"),
            UnstructuredApiKey = reader.Optional("UNSTRUCTURED_API_KEY"),
            UnstructuredRegions = reader.FlyRegions("UNSTRUCTURED_REGIONS"),
            S3Endpoint = reader.OptionalUrl("AWS_ENDPOINT_URL_S3"),
            Port = reader.Port("PORT", defaultValue: 8080),
            CachedDocuments = reader.Whole("CACHED_DOCUMENTS", DefaultCache, 0, 10_000),
            Identity = ReadIdentity(reader, place),
            Place = place,
        };
        reader.ThrowIfInvalid();
        return settings;
    }

    private static int DefaultCache => (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8 / (1 << 20), 32, 1000);

    private static FlyIdentity? ReadIdentity(SettingsReader reader, WorkerPlace place)
    {
        if (reader.Optional("AWS_ROLE_ARN") is not { } role) return null;
        var tokenFile = reader.Required(
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_ROLE_ARN needs it: a file with an OIDC token, which Fly's init writes when the machine starts.");
        return new(role, tokenFile, reader.Optional("AWS_ROLE_SESSION_NAME") ?? place.Machine);
    }
}

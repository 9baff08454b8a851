using System.Collections.Immutable;
using System.Text.Json;

namespace PipAi.Operations.Platform;

/// <summary>The outputs of a deployed stack: the contract between the program and everything that operates what it declared.</summary>
internal sealed record PlatformOutputs
{
    /// <summary>Name of the workers' Fly app.</summary>
    public required string WorkersApp { get; init; }

    /// <summary>Public health address of the workers.</summary>
    public required Uri WorkersHealth { get; init; }

    /// <summary>Workers per Fly region that the program declared.</summary>
    public required ImmutableSortedDictionary<string, int> WorkerRegions { get; init; }

    /// <summary>The Fly region that carries most of the load.</summary>
    public required string PrimaryRegion { get; init; }

    /// <summary>Name of the parsing service's Fly app.</summary>
    public required string UnstructuredApp { get; init; }

    /// <summary>Public health address of the parsing service.</summary>
    public required Uri UnstructuredHealth { get; init; }

    /// <summary>Public address of the parsing service's counters.</summary>
    public required Uri UnstructuredPerformance { get; init; }

    /// <summary>The key that the parsing service wants with a document. A secret: never print it.</summary>
    public required string UnstructuredApiKey { get; init; }

    /// <summary>Running machines of the parsing service per Fly region that the program declared.</summary>
    public required ImmutableSortedDictionary<string, int> UnstructuredRegions { get; init; }

    /// <summary>AWS region to bucket name.</summary>
    public required ImmutableSortedDictionary<string, string> Buckets { get; init; }

    /// <summary>The AWS region that is written first.</summary>
    public required string PrimaryBucketRegion { get; init; }

    /// <summary>Temporal namespace, <c>name.account</c>.</summary>
    public required string TemporalNamespace { get; init; }

    /// <summary>Temporal endpoint, <c>host:port</c>.</summary>
    public required string TemporalAddress { get; init; }

    /// <summary>Task queue the workers poll.</summary>
    public required string TemporalTaskQueue { get; init; }

    /// <summary>API key of the workers' service account. A secret: never print it.</summary>
    public required string TemporalApiKey { get; init; }

    /// <summary>Public health address of the frontend.</summary>
    public required Uri FrontendHealth { get; init; }

    /// <summary>What the platform promises.</summary>
    public required RecoveryTargets Targets { get; init; }

    /// <summary>Workers that must be left for the work to go on at its usual pace; null where the stack does not say.</summary>
    public int? WorkersNeeded { get; init; }

    /// <summary>AWS regions, the primary first.</summary>
    public IEnumerable<string> BucketRegions =>
        Buckets.Keys.Order(StringComparer.Ordinal).OrderByDescending(region => region == PrimaryBucketRegion);

    /// <summary>Reads the outputs, secrets in clear, as the engine answers them.</summary>
    /// <exception cref="IncompletePlatformException">An output is missing or has another shape; all such outputs are named.</exception>
    public static PlatformOutputs Parse(JsonElement outputs)
    {
        var reader = new OutputReader(outputs);
        var platform = new PlatformOutputs
        {
            WorkersApp = reader.Text("workersApp"),
            WorkersHealth = reader.Address("workersHealth"),
            WorkerRegions = reader.Counts("workerRegions"),
            PrimaryRegion = reader.Text("primaryRegion"),
            UnstructuredApp = reader.Text("unstructuredApp"),
            UnstructuredHealth = reader.Address("unstructuredHealth"),
            UnstructuredPerformance = reader.Address("unstructuredPerformance"),
            UnstructuredApiKey = reader.Text("unstructuredApiKey"),
            UnstructuredRegions = reader.Counts("unstructuredRegions"),
            Buckets = reader.Texts("buckets"),
            PrimaryBucketRegion = reader.Text("primaryBucketRegion"),
            TemporalNamespace = reader.Text("temporalNamespace"),
            TemporalAddress = reader.Text("temporalAddress"),
            TemporalTaskQueue = reader.Text("temporalTaskQueue"),
            TemporalApiKey = reader.Text("temporalApiKey"),
            FrontendHealth = reader.Address("frontendHealth"),
            Targets = RecoveryTargets.Parse(reader),
            WorkersNeeded = outputs.ValueKind == JsonValueKind.Object && outputs.TryGetProperty("usage", out _)
                ? (int?)reader.Numbers("usage").GetValueOrDefault("workersNeeded", 1) : null,
        };
        reader.ThrowIfIncomplete();
        return platform;
    }
}

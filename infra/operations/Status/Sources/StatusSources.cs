using System.Collections.Immutable;
using PipAi.Operations.Logs;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Status.Sources;

/// <summary>All that is asked for the status of a platform; it holds the clients that ask.</summary>
internal sealed class StatusSources : IDisposable
{
    private readonly DeployedPlatform platform;
    private readonly HttpClient fly;
    private readonly HttpClient endpoints;

    /// <param name="platform">The platform.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ledger">Cost and availability; null to leave them out.</param>
    public StatusSources(DeployedPlatform platform, TimeProvider time, LedgerSource? ledger = null)
    {
        this.platform = platform;
        var (outputs, access) = (platform.Outputs, platform.Access);
        fly = access.VendorHttp();
        endpoints = access.PublicHttp();
        var (fleet, temporal) = (new FlyFleet(fly, access, time), new SharedTemporalClient(outputs, access));
        AppSnapshot[] apps =
        [
            new(outputs.WorkersApp, "workers", outputs.WorkerRegions), new(outputs.UnstructuredApp, "parsing", outputs.UnstructuredRegions),
        ];
        Empty = new PlatformStatus
        {
            Stack = platform.Stack,
            Where = platform.Where,
            At = time.GetUtcNow(),
            PrimaryRegion = outputs.PrimaryRegion,
            Apps = [.. apps],
        };
        All =
        [
            FleetSource.Of("workers at Fly", apps[0], fleet),
            FleetSource.Of("parsers at Fly", apps[1], fleet),
            new QueueSource(outputs, temporal, time).Of("task queue at Temporal"),
            new ReplicationSource(outputs, access, temporal, time).Of("copies in S3"),
            new EndpointSource(outputs, access, endpoints, time).Of("public addresses"),
            .. ledger is null ? [] : (ImmutableArray<StatusSource>)[ledger.Of("ledgers")],
        ];
    }

    /// <summary>The status of before anything is read.</summary>
    public PlatformStatus Empty { get; }

    /// <summary>The sources.</summary>
    public ImmutableArray<StatusSource> All { get; }

    /// <summary>A source that reads what the machines write and adds nothing to the status.</summary>
    public StatusSource LogsTo(Action<ImmutableArray<LogEntry>> take) => LogSource.Of("logs at Fly", platform, fly, take);

    /// <inheritdoc/>
    public void Dispose()
    {
        fly.Dispose();
        endpoints.Dispose();
    }
}

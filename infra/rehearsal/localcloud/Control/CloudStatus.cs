using System.Collections.Immutable;
using System.Text.Json;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Control;

/// <summary>What a local cloud runs, as its control API tells it.</summary>
public sealed record CloudStatus
{
    /// <summary>JSON of the control API.</summary>
    internal static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>Name of the stack.</summary>
    public required string Stack { get; init; }

    /// <summary>Process that serves it.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Ports on 127.0.0.1 by name of <see cref="VendorNames"/>.</summary>
    public required ImmutableSortedDictionary<string, int> Ports { get; init; }

    /// <summary>Faults that hold, oldest first.</summary>
    public required ImmutableList<Fault> Faults { get; init; }

    /// <summary>What each service tells of itself, by name; <see cref="Apps"/> and <see cref="Traffic"/> read two of them.</summary>
    public required ImmutableSortedDictionary<string, JsonElement> Services { get; init; }

    /// <summary>Fly apps with their machines.</summary>
    public ImmutableList<AppStatus> Apps => Read<ImmutableList<AppStatus>>(VendorNames.Fly) ?? [];

    /// <summary>What the proxy has measured, by app.</summary>
    public ImmutableSortedDictionary<string, TrafficStatus> Traffic =>
        Read<ImmutableSortedDictionary<string, TrafficStatus>>(VendorNames.Proxy) ?? ImmutableSortedDictionary<string, TrafficStatus>.Empty;

    /// <summary>The Temporal server that serves; null where Temporal tells nothing yet.</summary>
    public TemporalServerStatus? TemporalServer =>
        Services.TryGetValue(VendorNames.Temporal, out var told) && told.ValueKind == JsonValueKind.Object
            ? told.GetProperty("server").Deserialize<TemporalServerStatus>(Format)
            : null;

    private T? Read<T>(string service) => Services.TryGetValue(service, out var told) && told.ValueKind == JsonValueKind.Object
        ? told.GetProperty("apps").Deserialize<T>(Format)
        : default;
}

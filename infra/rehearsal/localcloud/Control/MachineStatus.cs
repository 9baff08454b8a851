using System.Collections.Immutable;

namespace PipAi.LocalCloud.Control;

/// <summary>A machine of a local cloud.</summary>
public sealed record MachineStatus
{
    /// <summary>14 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Region code.</summary>
    public required string Region { get; init; }

    /// <summary>State as the Machines API spells it: <c>started, stopped, …</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>ok</c>, or <c>unreachable</c> while its region is dark.</summary>
    public required string HostStatus { get; init; }

    /// <summary>Whether the proxy leaves it out.</summary>
    public required bool Cordoned { get; init; }

    /// <summary>Image reference with digest.</summary>
    public required string Image { get; init; }

    /// <summary>Version of its config, a ULID.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Process group from its metadata; empty when none.</summary>
    public required string ProcessGroup { get; init; }

    /// <summary>Its process; null when none runs.</summary>
    public required int? Pid { get; init; }

    /// <summary>RAM its process takes, in bytes; null when none runs.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>CPU time its process has used, in seconds; null when none runs.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>Its loopback port.</summary>
    public required int Port { get; init; }

    /// <summary>Restarts by the restart policy within the five minutes before its last exit.</summary>
    public required int Restarts { get; init; }

    /// <summary>When state or config last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its health checks.</summary>
    public required ImmutableList<CheckStatus> Checks { get; init; }

    /// <summary>Whether its process runs on a reachable host and all its checks pass.</summary>
    public bool IsHealthy =>
        State == "started" && HostStatus == "ok" && Pid is not null && Checks.TrueForAll(check => check.Status == "passing");
}

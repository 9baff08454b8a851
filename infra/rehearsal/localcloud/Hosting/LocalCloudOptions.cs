using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace PipAi.LocalCloud.Hosting;

/// <summary>Which local cloud to start, and what it runs on.</summary>
public sealed record LocalCloudOptions
{
    /// <summary>Name of the stack it is for.</summary>
    public required string Stack { get; init; }

    /// <summary>Absolute path of its folder, <c>.pipai/cloud/&lt;stack&gt;</c>; made when missing. All it knows is in here.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// Which Temporal server to start: path of Temporal's CLI or <c>own</c>; null (the default) is the one that served before, or our own.
    /// </summary>
    public string? TemporalServer { get; init; }

    /// <summary>Clock of leases, checks, restarts and tokens; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where log lines go; default nowhere.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}

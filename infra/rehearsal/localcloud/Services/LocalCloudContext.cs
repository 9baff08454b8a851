using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;

namespace PipAi.LocalCloud.Services;

/// <summary>What every vendor service of one local cloud is built from.</summary>
public sealed record LocalCloudContext
{
    /// <summary>Name of the stack.</summary>
    public required string Stack { get; init; }

    /// <summary>Absolute path of the cloud's folder; a service keeps its files in the sub-folder of its own name.</summary>
    public required string Directory { get; init; }

    /// <summary>Secrets of this cloud, the same over restarts.</summary>
    public required CloudTokens Tokens { get; init; }

    /// <summary>The faults that hold.</summary>
    public required FaultRegistry Faults { get; init; }

    /// <summary>Ports of the services that have started already, by name of <see cref="VendorNames"/>.</summary>
    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    /// <summary>Which Temporal server was asked for: path of Temporal's CLI or <c>own</c>; null is the one that served before.</summary>
    public string? TemporalServer { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where log lines go.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>The sub-folder of one service, made when missing.</summary>
    public string FolderOf(string service) => System.IO.Directory.CreateDirectory(Path.Combine(Directory, service)).FullName;
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Temporal;

/// <summary>What a local Temporal Cloud is made of.</summary>
public sealed record TemporalServiceOptions
{
    /// <summary>Absolute path of its own folder, made when missing: account, histories.</summary>
    public required string Directory { get; init; }

    /// <summary>The API key that may do everything: create namespaces, service accounts, and their keys.</summary>
    public required string AdministratorKey { get; init; }

    /// <summary>The faults that hold; default none.</summary>
    public FaultRegistry Faults { get; init; } = new();

    /// <summary>Clock of timers, timeouts and event times; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where log lines go; default nowhere.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>How long a change in the Cloud Ops API takes; default 100 ms, where the real one takes up to minutes.</summary>
    public TimeSpan OperationDuration { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Where the account is kept.</summary>
    internal string AccountFile => Path.Combine(Directory, "account.json");

    /// <summary>The options in a local cloud.</summary>
    public static TemporalServiceOptions In(LocalCloudContext surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return new()
        {
            Directory = surroundings.FolderOf(VendorNames.Temporal),
            AdministratorKey = surroundings.Tokens.Temporal,
            Faults = surroundings.Faults,
            Time = surroundings.Time,
            Loggers = surroundings.Loggers,
        };
    }
}

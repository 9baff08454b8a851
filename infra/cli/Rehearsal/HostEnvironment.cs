using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Context;

namespace PipAi.Cli.Rehearsal;

/// <summary>What a run finds around it: variables, the clock, and what it starts. Tests give it others.</summary>
internal sealed record HostEnvironment
{
    /// <summary>The value of an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>This command's own executable, which is started again to serve a local cloud.</summary>
    public required string Executable { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The Pulumi program; null for the one that is built in the checkout.</summary>
    public LaunchCommand? Program { get; init; }

    /// <summary>The providers by package; null for those that are built in the checkout.</summary>
    public ImmutableDictionary<string, LaunchCommand>? Providers { get; init; }

    /// <summary>Rounds of the derivation of the state's key; null for Pulumi's. Tests that run many commands take fewer.</summary>
    public int? KeyIterations { get; init; }

    /// <summary>The surroundings of this process.</summary>
    public static HostEnvironment OfProcess() =>
        new() { Variable = Environment.GetEnvironmentVariable, Executable = Environment.ProcessPath! };
}

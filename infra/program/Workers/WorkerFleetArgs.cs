using System.Collections.Immutable;
using PipAi.Infra.Settings;
using Pulumi;

namespace PipAi.Infra.Workers;

/// <summary>What a <see cref="WorkerFleet"/> is made of.</summary>
internal sealed record WorkerFleetArgs
{
    /// <summary>Name of the Fly app.</summary>
    public required string AppName { get; init; }

    /// <summary>Regions, counts and sizes.</summary>
    public required WorkerSettings Settings { get; init; }

    /// <summary>How machines are checked and stopped.</summary>
    public required HealthSettings Health { get; init; }

    /// <summary>What the workers are told besides the secrets and their region.</summary>
    public required InputMap<string> Environment { get; init; }

    /// <summary>The key the workers sign in with at Temporal; a secret.</summary>
    public required Input<string> TemporalApiKey { get; init; }

    /// <summary>The key the workers call the parsing service with; a secret.</summary>
    public required Input<string> ParsingApiKey { get; init; }

    /// <summary>The machines that must know that key before a worker uses it.</summary>
    public required ImmutableArray<Resource> Parsers { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

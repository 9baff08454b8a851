using System.Collections.Immutable;
using PipAi.Infra.Settings;

namespace PipAi.Infra.Parsing;

/// <summary>What a <see cref="ParsingService"/> is made of.</summary>
internal sealed record ParsingServiceArgs
{
    /// <summary>Name of the Fly app.</summary>
    public required string AppName { get; init; }

    /// <summary>Slug of the Fly organisation.</summary>
    public required string Organization { get; init; }

    /// <summary>The Fly region in which callers are taken to be that do not say where they are.</summary>
    public required string PrimaryRegion { get; init; }

    /// <summary>Regions, counts and sizes.</summary>
    public required ParsingSettings Settings { get; init; }

    /// <summary>How machines are checked and stopped.</summary>
    public required HealthSettings Health { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

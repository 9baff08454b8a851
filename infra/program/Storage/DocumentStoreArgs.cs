using System.Collections.Immutable;
using PipAi.Infra.Settings;
using Pulumi;

namespace PipAi.Infra.Storage;

/// <summary>What a <see cref="DocumentStore"/> is made of.</summary>
internal sealed record DocumentStoreArgs
{
    /// <summary>Regions, names and ages.</summary>
    public required StorageSettings Settings { get; init; }

    /// <summary>What things are called.</summary>
    public required PlatformNames Names { get; init; }

    /// <summary>ARN of the most that the role S3 copies with may ever do.</summary>
    public required Input<string> BoundaryArn { get; init; }

    /// <summary>Whether Pulumi refuses to delete what holds data.</summary>
    public required bool IsProtected { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

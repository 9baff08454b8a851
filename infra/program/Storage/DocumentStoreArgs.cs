using System.Collections.Immutable;
using PipAi.Infra.Settings;

namespace PipAi.Infra.Storage;

/// <summary>What a <see cref="DocumentStore"/> is made of.</summary>
internal sealed record DocumentStoreArgs
{
    /// <summary>Regions, names and ages.</summary>
    public required StorageSettings Settings { get; init; }

    /// <summary>Ends names that must be unique among stacks.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>Whether Pulumi refuses to delete what holds data.</summary>
    public required bool IsProtected { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.Operations;

/// <summary>Which resources an operation is about. In a URN <c>*</c> stands for any text without a colon, <c>**</c> for any text.</summary>
public sealed record ResourceSelection
{
    /// <summary>All of them.</summary>
    public static ResourceSelection All { get; } = new();

    /// <summary>Only these change; empty for all.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Whether what depends on a target is a target too; false by default.</summary>
    public bool TargetDependents { get; init; }

    /// <summary>These do not change, targets or not; empty for none.</summary>
    public ImmutableArray<string> Excludes { get; init; } = [];

    /// <summary>These are replaced, whether their inputs differ or not; empty for none.</summary>
    public ImmutableArray<string> Replaces { get; init; } = [];
}

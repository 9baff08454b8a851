using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>One decision about one resource; immutable, secrets masked.</summary>
public sealed record Step
{
    /// <summary>What is done.</summary>
    public required StepOp Op { get; init; }

    /// <summary>The resource's URN.</summary>
    public required string Urn { get; init; }

    /// <summary>The resource's type token, such as <c>fly:index:Machine</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The resource's logical name.</summary>
    public required string Name { get; init; }

    /// <summary>The parent's URN; empty for the stack itself.</summary>
    public required string Parent { get; init; }

    /// <summary>Whether a provider manages the resource (false: the stack and components).</summary>
    public required bool Custom { get; init; }

    /// <summary>The provider reference <c>urn::id</c>; empty for components and providers.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The resource before the step; null when there was none.</summary>
    public MaskedResource? Old { get; init; }

    /// <summary>The resource after the step; null when it is gone. In a preview, unknown outputs are unknown.</summary>
    public MaskedResource? New { get; init; }

    /// <summary>The top-level properties that differ, in order of name.</summary>
    public ImmutableArray<string> Diffs { get; init; } = [];

    /// <summary>The top-level properties that make a replacement necessary, in order of name.</summary>
    public ImmutableArray<string> ReplaceKeys { get; init; } = [];

    /// <summary>The difference property by property, by path (<c>tags["env"]</c>, <c>ports[0]</c>), ordered by path.</summary>
    public ImmutableSortedDictionary<string, PropertyChange> DetailedDiff { get; init; } =
        ImmutableSortedDictionary<string, PropertyChange>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>
    /// Whether the step is the engine's own business: a default provider, which no program wrote, or the end of a mark. Pulumi shows and
    /// counts none of
    /// these, and a plan is the same without them.
    /// </summary>
    public bool IsInternal => Op is StepOp.RemovePendingReplace || IsDefaultProvider(Type, Name);

    /// <summary>Whether a resource is a provider that the engine made itself: nobody declared it, so nobody counts it.</summary>
    internal static bool IsDefaultProvider(string type, string name) =>
        TypeTokens.IsProvider(type) && name.StartsWith("default", StringComparison.Ordinal);

    /// <summary>Whether this is one half of a replacement that a <see cref="StepOp.Replace"/> step stands for.</summary>
    public bool IsPartOfReplacement => Op is StepOp.CreateReplacement or StepOp.DeleteReplaced or StepOp.DiscardReplaced;
}

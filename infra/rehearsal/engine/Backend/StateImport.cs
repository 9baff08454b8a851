using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>What an import did.</summary>
/// <param name="Forgotten">The URNs that were known before it, and are no more; they still exist at their providers.</param>
/// <param name="Copy">The file that holds the state from before it; null when there was none.</param>
public sealed record StateImport(ImmutableArray<string> Forgotten, string? Copy);

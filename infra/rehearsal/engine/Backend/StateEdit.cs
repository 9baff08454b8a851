using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>What an edit of a stored state did.</summary>
/// <param name="Changes">A line for each change; none when there was nothing to do.</param>
/// <param name="Copy">The file that holds the state from before it; null when nothing was changed.</param>
public sealed record StateEdit(ImmutableArray<string> Changes, string? Copy);

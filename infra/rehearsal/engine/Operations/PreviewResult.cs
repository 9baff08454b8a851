using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.Operations;

/// <summary>What a preview found.</summary>
public sealed record PreviewResult : OperationResult
{
    /// <summary>The configuration that the program got, by full key; objects as JSON text, secrets masked.</summary>
    public ImmutableSortedDictionary<string, string> Config { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// The document that <c>pulumi preview --json</c> prints; the same input gives the same bytes, so its duration is always 0.
    /// </summary>
    /// <param name="showSames">Whether resources that stay as they are have a step in it, too; the stack always has.</param>
    public string ToJson(bool showSames = false) => PreviewDocument.Write(this, showSames);
}

namespace EmbeddedPulumi.Engine;

/// <summary>What a preview found.</summary>
public sealed record PreviewResult : OperationResult
{
    /// <summary>The document that <c>pulumi preview --json</c> prints; the same input gives the same bytes, so its duration is always 0.</summary>
    public string ToJson() => PreviewDocument.Write(this);
}

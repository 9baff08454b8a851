namespace PipAi.Workers.Pipeline.Storage;

/// <summary>A document as it was read.</summary>
/// <param name="Body">All its bytes.</param>
/// <param name="ContentType">The media type stored with it, or null.</param>
/// <param name="Region">The region it was read from.</param>
internal sealed record StoredDocument(byte[] Body, string? ContentType, string Region);

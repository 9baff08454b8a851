using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Checksums;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>A multipart upload under way.</summary>
internal sealed record MultipartUpload
{
    /// <summary>The upload id.</summary>
    public required string Id { get; init; }

    /// <summary>The bucket it goes to.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key it goes to.</summary>
    public required string Key { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The headers, tags and user metadata that the object will have.</summary>
    public required ObjectVersion Template { get; init; }

    /// <summary>The checksum that parts and object carry; null when the client chose none.</summary>
    public ChecksumAlgorithm? Algorithm { get; init; }

    /// <summary>Whether the object's checksum is made from the parts' checksums.</summary>
    public bool IsComposite { get; init; }

    /// <summary>The parts received so far, by number.</summary>
    public ImmutableSortedDictionary<int, UploadedPart> Parts { get; init; } = ImmutableSortedDictionary<int, UploadedPart>.Empty;
}

using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Checksums;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>One part of a multipart upload.</summary>
internal sealed record UploadedPart
{
    /// <summary>The file with its content, in the upload's folder.</summary>
    public required string File { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The MD5 in hex.</summary>
    public required string ETag { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>The checksums, in base64.</summary>
    public ImmutableSortedDictionary<ChecksumAlgorithm, string> Checksums { get; init; } =
        ImmutableSortedDictionary<ChecksumAlgorithm, string>.Empty;
}

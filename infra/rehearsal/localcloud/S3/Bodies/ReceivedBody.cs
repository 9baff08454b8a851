using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Checksums;

namespace PipAi.LocalCloud.S3.Bodies;

/// <summary>What was measured while a body was received and verified.</summary>
internal sealed record ReceivedBody
{
    /// <summary>The number of bytes, without the framing of aws-chunked.</summary>
    public required long Length { get; init; }

    /// <summary>The MD5 in hex: the ETag of what is uploaded in one piece.</summary>
    public required string Md5 { get; init; }

    /// <summary>The checksums that were asked for, sent, or computed by default, in base64.</summary>
    public required ImmutableSortedDictionary<ChecksumAlgorithm, string> Checksums { get; init; }
}

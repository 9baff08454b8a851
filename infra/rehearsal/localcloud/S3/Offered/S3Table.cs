using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Protocol;

namespace PipAi.LocalCloud.S3.Offered;

/// <summary>
/// The one table of what is offered: the router routes by it, what does not stand in it is refused by name, and the README is
/// made from it.
/// </summary>
internal static partial class S3Table
{
    /// <summary>Query parameters of a presigned URL.</summary>
    public static readonly ImmutableArray<string> Presigned = Words(
        "X-Amz-Algorithm X-Amz-Credential X-Amz-Date X-Amz-Expires X-Amz-SignedHeaders X-Amz-Signature X-Amz-Security-Token "
        + "X-Amz-Content-Sha256 X-Amz-User-Agent");

    /// <summary>Headers that every operation takes: who asks, when, of whom.</summary>
    public static readonly ImmutableArray<string> Everywhere = Words(
        "x-amz-api-version x-amz-content-sha256 x-amz-date x-amz-expected-bucket-owner x-amz-request-payer x-amz-security-token "
            + "x-amz-user-agent");

    /// <summary>Headers that every operation with a body takes: how it travels, and its checksums.</summary>
    public static readonly ImmutableArray<string> WithBody = Words(
        "content-md5 x-amz-checksum-crc32 x-amz-checksum-crc32c x-amz-checksum-crc64nvme x-amz-checksum-sha1 x-amz-checksum-sha256 "
        + "x-amz-decoded-content-length x-amz-sdk-checksum-algorithm x-amz-trailer");

    /// <summary>Headers of HTTP itself that ask for something: an operation takes them or refuses them.</summary>
    public static readonly ImmutableArray<string> Asking = Words(
        "content-encoding content-md5 if-match if-modified-since if-none-match if-range if-unmodified-since range");

    /// <summary>Headers of HTTP that would be kept with an object; they ask for nothing when something is read.</summary>
    public static readonly ImmutableArray<string> Keeping = Words("cache-control content-disposition content-language expires");

    private static readonly ImmutableArray<string> Pages = Words("delimiter encoding-type prefix");

    private static readonly ImmutableArray<string> Writing = Words(
        "x-amz-acl x-amz-meta-* x-amz-server-side-encryption x-amz-server-side-encryption-aws-kms-key-id "
        + "x-amz-server-side-encryption-bucket-key-enabled x-amz-storage-class x-amz-tagging x-amz-website-redirect-location "
        + "cache-control content-disposition content-encoding content-language content-type expires");

    private static readonly ImmutableArray<string> Reading = Words("if-match if-modified-since if-none-match if-unmodified-since");

    private static readonly ImmutableArray<string> Answering = Words(
        "partNumber response-cache-control response-content-disposition response-content-encoding response-content-language "
        + "response-content-type response-expires versionId");

    private static readonly ImmutableArray<string> Copying = Words(
        "x-amz-copy-source-if-match x-amz-copy-source-if-modified-since x-amz-copy-source-if-none-match "
        + "x-amz-copy-source-if-unmodified-since x-amz-source-expected-bucket-owner");

    private static readonly ImmutableArray<string> OnceOnly = Words("if-match if-none-match");

    /// <summary>Every operation that is offered.</summary>
    public static readonly ImmutableArray<S3Operation> Offered =
        [.. Buckets(), .. Configurations(), .. DefaultSettings(), .. Objects(), .. Uploads()];

    /// <summary>S3's other operations: known, so that they are refused by their name.</summary>
    public static readonly ImmutableArray<S3Operation> Refused =
    [
        .. Unoffered(S3Level.Bucket, "PUT", "PutBucketAbac:abac PutBucketAccelerateConfiguration:accelerate "
            + "PutBucketAnalyticsConfiguration:analytics PutBucketIntelligentTieringConfiguration:intelligent-tiering "
            + "PutBucketInventoryConfiguration:inventory PutBucketLogging:logging PutBucketRequestPayment:requestPayment "
            + "PutBucketWebsite:website PutObjectLockConfiguration:object-lock "
            + "UpdateBucketMetadataInventoryTableConfiguration:metadataInventoryTable "
            + "UpdateBucketMetadataJournalTableConfiguration:metadataJournalTable"),
        .. Unoffered(S3Level.Bucket, "GET", "CreateSession:session GetBucketAbac:abac GetBucketAnalyticsConfiguration:analytics "
            + "GetBucketIntelligentTieringConfiguration:intelligent-tiering GetBucketInventoryConfiguration:inventory "
            + "GetBucketMetadataConfiguration:metadataConfiguration GetBucketMetadataTableConfiguration:metadataTable"),
        .. Unoffered(S3Level.Bucket, "DELETE", "DeleteBucketAnalyticsConfiguration:analytics "
            + "DeleteBucketIntelligentTieringConfiguration:intelligent-tiering DeleteBucketInventoryConfiguration:inventory "
            + "DeleteBucketMetadataConfiguration:metadataConfiguration DeleteBucketMetadataTableConfiguration:metadataTable"),
        .. Unoffered(S3Level.Bucket, "POST", "PostObject CreateBucketMetadataConfiguration:metadataConfiguration "
            + "CreateBucketMetadataTableConfiguration:metadataTable"),
        .. Unoffered(S3Level.Object, "PUT", "PutObjectLegalHold:legal-hold PutObjectRetention:retention RenameObject:renameObject "
            + "UpdateObjectEncryption:encryption"),
        .. Unoffered(S3Level.Object, "GET", "GetObjectLegalHold:legal-hold GetObjectRetention:retention GetObjectTorrent:torrent"),
        .. Unoffered(S3Level.Object, "POST", "RestoreObject:restore SelectObjectContent:select"),
    ];

    /// <summary>Whether a list of header names, some of them beginnings, holds a name in lower case.</summary>
    public static bool Names(ImmutableArray<string> list, string name) => list.Contains(name)
        || list.Any(entry => entry.EndsWith('*') && name.StartsWith(entry[..^1], StringComparison.Ordinal));

    private static IEnumerable<S3Operation> Unoffered(S3Level level, string method, string names) => Words(names)
        .Select(entry => entry.Split(':'))
        .Select(entry => new S3Operation(entry[0], method, level) { Needs = [.. entry[1..]] });

    private static ImmutableArray<string> Words(string text) => [.. text.Split(' ')];
}

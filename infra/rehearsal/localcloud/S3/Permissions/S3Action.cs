using System.Collections.Frozen;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;

namespace PipAi.LocalCloud.S3.Permissions;

/// <summary>What an operation asks permission for: IAM's names differ from the API's in many places.</summary>
/// <param name="Name">The action, such as <c>s3:GetObject</c>.</param>
/// <param name="Resource">The resource's ARN.</param>
internal sealed record S3Action(string Name, string Resource)
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["ListBuckets"] = "ListAllMyBuckets",
        ["HeadBucket"] = "ListBucket",
        ["ListObjects"] = "ListBucket",
        ["ListObjectsV2"] = "ListBucket",
        ["ListObjectVersions"] = "ListBucketVersions",
        ["ListMultipartUploads"] = "ListBucketMultipartUploads",
        ["ListParts"] = "ListMultipartUploadParts",
        ["HeadObject"] = "GetObject",
        ["CopyObject"] = "PutObject",
        ["CreateMultipartUpload"] = "PutObject",
        ["UploadPart"] = "PutObject",
        ["UploadPartCopy"] = "PutObject",
        ["CompleteMultipartUpload"] = "PutObject",
        ["DeleteObjects"] = "DeleteObject",
        ["GetBucketEncryption"] = "GetEncryptionConfiguration",
        ["PutBucketEncryption"] = "PutEncryptionConfiguration",
        ["GetBucketReplication"] = "GetReplicationConfiguration",
        ["PutBucketReplication"] = "PutReplicationConfiguration",
        ["GetBucketLifecycleConfiguration"] = "GetLifecycleConfiguration",
        ["PutBucketLifecycleConfiguration"] = "PutLifecycleConfiguration",
        ["GetBucketCors"] = "GetBucketCORS",
        ["PutBucketCors"] = "PutBucketCORS",
        ["DeleteBucketCors"] = "PutBucketCORS",
        ["GetPublicAccessBlock"] = "GetBucketPublicAccessBlock",
        ["PutPublicAccessBlock"] = "PutBucketPublicAccessBlock",
        ["GetBucketNotificationConfiguration"] = "GetBucketNotification",
        ["PutBucketNotificationConfiguration"] = "PutBucketNotification",
        ["GetBucketMetricsConfiguration"] = "GetMetricsConfiguration",
        ["PutBucketMetricsConfiguration"] = "PutMetricsConfiguration",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OfVersions =
        new[] { "GetObject", "DeleteObject", "GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging", "GetObjectAcl" }
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All that a request needs; a copy reads its source, too.</summary>
    public static IEnumerable<S3Action> Of(S3Request request)
    {
        var name = Names.GetValueOrDefault(request.Operation.Name, request.Operation.Name);
        if (request.Query("versionId") is not null && OfVersions.Contains(name))
            name = name.Replace("Object", "ObjectVersion", StringComparison.Ordinal);
        // The keys of a deletion of many are in its body; who may delete some only may not do so in bulk.
        var resource = request.Operation.Level == S3Level.Service ? "*"
            : request.Operation.Name == "DeleteObjects" ? $"arn:aws:s3:::{request.BucketName}/*"
            : Arn(request.BucketName, request.Key);
        yield return new S3Action($"s3:{name}", resource);

        if (request.Header("x-amz-copy-source") is { } source)
        {
            var isVersion = source.Contains("?versionId=", StringComparison.Ordinal);
            var path = Uri.UnescapeDataString(source.Split('?')[0]).TrimStart('/');
            yield return new S3Action(isVersion ? "s3:GetObjectVersion" : "s3:GetObject", $"arn:aws:s3:::{path}");
        }
    }

    private static string Arn(string bucket, string key) => $"arn:aws:s3:::{bucket}" + (key.Length == 0 ? "" : $"/{key}");
}

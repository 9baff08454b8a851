using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Requests;

/// <summary>The source of a copy, as <c>x-amz-copy-source</c> names it: a version in a bucket of any region.</summary>
internal sealed record CopySource(Bucket Bucket, string Key, ObjectVersion Version, FileStream Content, bool NamesVersion)
{
    /// <summary>Reads the header, finds the version and opens its content, which the caller closes.</summary>
    /// <exception cref="AwsException">There is no such source.</exception>
    public static CopySource Find(S3Request request, S3Store store)
    {
        var header = request.Header("x-amz-copy-source")!;
        var question = header.IndexOf("?versionId=", StringComparison.Ordinal);
        var versionId = question < 0 ? null : PercentEncoding.Decode(header[(question + "?versionId=".Length)..]);
        var path = PercentEncoding.Decode(question < 0 ? header : header[..question]).TrimStart('/');
        if (path.Split('/', 2) is not [var bucketName, { Length: > 0 } key])
            throw S3Errors.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");

        var bucket = store.Find(bucketName) ?? throw S3Errors.NoSuchBucket(bucketName);
        request.VerifyOwner("x-amz-source-expected-bucket-owner");
        var (version, content) = VersionLookup.Open(bucket, () => Require(request, bucket, key, versionId));
        return new CopySource(bucket, key, version, content, versionId is not null);
    }

    private static ObjectVersion Require(S3Request request, Bucket bucket, string key, string? versionId)
    {
        var version = bucket.Find(key, versionId) ?? throw (versionId is null ? S3Errors.NoSuchKey() : S3Errors.NoSuchVersion());
        if (version.IsDeleteMarker)
            throw versionId is null
                ? S3Errors.NoSuchKey()
                : S3Errors.InvalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.");
        Conditions.VerifyCopySource(request, version);
        return version;
    }
}

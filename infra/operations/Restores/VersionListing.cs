using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.Operations.Restores;

/// <summary>What a bucket lists of a place: every version and delete marker, all pages.</summary>
internal static class VersionListing
{
    /// <summary>Reads it, by key, each key's newest first.</summary>
    public static async Task<IReadOnlyList<ListedVersion>> ReadAsync(
        AmazonS3Client s3, string bucket, StoragePlace place, CancellationToken cancellation)
    {
        var listed = new List<ListedVersion>();
        var request = new ListVersionsRequest { BucketName = bucket, Prefix = place.Key };
        while (true)
        {
            var page = await s3.ListVersionsAsync(request, cancellation);
            var versions = page.Versions ?? [];
            listed.AddRange(versions.Where(version => place.Covers(version.Key)).Select(Listed));
            // Keys come in order, and an object's own is the first of those that begin with it.
            var isPast = !place.IsPrefix && versions.Count > 0 && versions[^1].Key != place.Key;
            if (page.IsTruncated != true || isPast) return listed;
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
    }

    /// <summary>
    /// How many days a version is kept after it was overwritten or deleted: the least that any rule says; null where none does.
    /// </summary>
    public static async Task<int?> KeptDaysAsync(AmazonS3Client s3, string bucket, CancellationToken cancellation)
    {
        try
        {
            var answer = await s3.GetLifecycleConfigurationAsync(bucket, cancellation);
            return (answer.Configuration?.Rules ?? []).Where(rule => rule.Status == LifecycleRuleStatus.Enabled)
                .Min(rule => rule.NoncurrentVersionExpiration?.NoncurrentDays);
        }
        catch (AmazonS3Exception none) when (none.ErrorCode == "NoSuchLifecycleConfiguration")
        {
            return null;
        }
    }

    private static ListedVersion Listed(S3ObjectVersion version) => new(
        version.Key,
        version.VersionId,
        new DateTimeOffset(version.LastModified!.Value.ToUniversalTime()),
        version.IsDeleteMarker == true,
        version.ETag ?? "",
        version.Size ?? 0,
        version.StorageClass?.Value is { Length: > 0 } storage ? storage : "STANDARD");
}

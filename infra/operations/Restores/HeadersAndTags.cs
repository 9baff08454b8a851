using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.Operations.Restores;

/// <summary>What an object has beside its bytes: headers, metadata of its owner, tags.</summary>
internal static class HeadersAndTags
{
    /// <summary>Whether two versions have the same.</summary>
    public static async Task<bool> AreSameAsync(
        VersionAddress one, VersionAddress other, CancellationToken cancellation)
    {
        var both = await Task.WhenAll(HeadAsync(one, cancellation), HeadAsync(other, cancellation));
        if (!Comparable(both[0]).SequenceEqual(Comparable(both[1]))) return false;
        if (both[0].TagsCount is null or 0 && both[1].TagsCount is null or 0) return true;
        var tags = await Task.WhenAll(TagsAsync(one, cancellation), TagsAsync(other, cancellation));
        return Sorted(tags[0]).SequenceEqual(Sorted(tags[1]));
    }

    /// <summary>Gives an upload in parts what a version has, which such an upload does not take from its source.</summary>
    public static async Task CopyAsync(
        VersionAddress source, InitiateMultipartUploadRequest upload, CancellationToken cancellation)
    {
        var head = await HeadAsync(source, cancellation);
        foreach (var name in head.Metadata.Keys) upload.Metadata[name] = head.Metadata[name];
        upload.ContentType = head.ContentType;
        upload.Headers.CacheControl = head.CacheControl;
        upload.Headers.ContentDisposition = head.ContentDisposition;
        upload.Headers.ContentEncoding = head.ContentEncoding;
        upload.Headers["Content-Language"] = head.ContentLanguage;
        if (head.ExpiresString is { Length: > 0 } expires) upload.Headers["Expires"] = expires;
        upload.WebsiteRedirectLocation = head.WebsiteRedirectLocation;
        if (head.TagsCount > 0) upload.TagSet = await TagsAsync(source, cancellation);
    }

    private static IEnumerable<string> Comparable(GetObjectMetadataResponse head) =>
    [
        head.ContentType ?? "", head.CacheControl ?? "", head.ContentDisposition ?? "", head.ContentEncoding ?? "",
        head.ContentLanguage ?? "", head.ExpiresString ?? "", head.WebsiteRedirectLocation ?? "", $"{head.TagsCount ?? 0}",
        .. head.Metadata.Keys.Order(StringComparer.Ordinal).Select(name => $"{name}={head.Metadata[name]}"),
    ];

    private static IEnumerable<string> Sorted(IEnumerable<Tag> tags) =>
        tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal);

    private static Task<GetObjectMetadataResponse> HeadAsync(
        VersionAddress of, CancellationToken cancellation) =>
        of.S3.GetObjectMetadataAsync(new() { BucketName = of.Bucket, Key = of.Key, VersionId = of.Version }, cancellation);

    private static async Task<List<Tag>> TagsAsync(VersionAddress of, CancellationToken cancellation)
    {
        var asked = new GetObjectTaggingRequest { BucketName = of.Bucket, Key = of.Key, VersionId = of.Version };
        return (await of.S3.GetObjectTaggingAsync(asked, cancellation)).Tagging ?? [];
    }
}

/// <summary>Where a version is, and the client for its region.</summary>
internal sealed record VersionAddress(AmazonS3Client S3, string Bucket, string Key, string Version);

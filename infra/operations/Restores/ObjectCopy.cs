using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.Operations.Restores;

/// <summary>
/// Writes a version again as the newest of a key. S3 copies by itself; headers, tags and the ETag stay, so that a second restore sees
/// that the first has been there.
/// </summary>
internal static class ObjectCopy
{
    /// <summary>S3 takes minutes for a copy of 5 GiB.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Copies.</summary>
    /// <param name="source">The version.</param>
    /// <param name="version">What was listed of it.</param>
    /// <param name="target">The client for the region of the bucket that is written, which carries the copy out.</param>
    /// <param name="place">That bucket and the key.</param>
    /// <param name="cancellation">Gives up; an upload in parts is taken back.</param>
    public static Task RunAsync(
        VersionAddress source, ListedVersion version, AmazonS3Client target, (string Bucket, string Key) place,
        CancellationToken cancellation) =>
        Parts(version) is { } parts
            ? InPartsAsync(source, (version, parts), target, place, cancellation)
            : target.CopyObjectAsync(
                new CopyObjectRequest
                {
                    SourceBucket = source.Bucket,
                    SourceKey = source.Key,
                    SourceVersionId = source.Version,
                    DestinationBucket = place.Bucket,
                    DestinationKey = place.Key,
                    MetadataDirective = S3MetadataDirective.COPY,
                    StorageClass = Storage(version),
                },
                cancellation);

    /// <summary>How many parts it was uploaded in; null for one that was put as a whole, and is not larger than 5 GiB.</summary>
    private static int? Parts(ListedVersion version)
    {
        var etag = version.ETag.Trim('"');
        var hyphen = etag.IndexOf('-', StringComparison.Ordinal);
        return hyphen >= 0 && int.TryParse(etag.AsSpan(hyphen + 1), out var parts) ? parts : null;
    }

    /// <summary>Part by part with the same sizes: whatever its size may be, and with the same ETag.</summary>
    private static async Task InPartsAsync(
        VersionAddress source, (ListedVersion Version, int Parts) what, AmazonS3Client target, (string Bucket, string Key) place,
        CancellationToken cancellation)
    {
        var begin = new InitiateMultipartUploadRequest { BucketName = place.Bucket, Key = place.Key, StorageClass = Storage(what.Version) };
        await HeadersAndTags.CopyAsync(source, begin, cancellation);
        var upload = await target.InitiateMultipartUploadAsync(begin, cancellation);
        try
        {
            var complete = new CompleteMultipartUploadRequest { BucketName = place.Bucket, Key = place.Key, UploadId = upload.UploadId };
            for (var (part, first) = (1, 0L); part <= what.Parts; part++)
            {
                var size = await SizeAsync(source, part, cancellation);
                var copied = await target.CopyPartAsync(
                    new CopyPartRequest
                    {
                        SourceBucket = source.Bucket,
                        SourceKey = source.Key,
                        SourceVersionId = source.Version,
                        DestinationBucket = place.Bucket,
                        DestinationKey = place.Key,
                        UploadId = upload.UploadId,
                        PartNumber = part,
                        FirstByte = first,
                        LastByte = first + size - 1,
                    },
                    cancellation);
                complete.AddPartETags(new PartETag(part, copied.ETag));
                first += size;
            }

            await target.CompleteMultipartUploadAsync(complete, cancellation);
        }
        catch
        {
            await target.AbortMultipartUploadAsync(place.Bucket, place.Key, upload.UploadId, CancellationToken.None);
            throw;
        }
    }

    private static async Task<long> SizeAsync(VersionAddress of, int part, CancellationToken cancellation)
    {
        var asked = new GetObjectMetadataRequest { BucketName = of.Bucket, Key = of.Key, VersionId = of.Version, PartNumber = part };
        return (await of.S3.GetObjectMetadataAsync(asked, cancellation)).ContentLength;
    }

    private static S3StorageClass? Storage(ListedVersion version) =>
        version.StorageClass == S3StorageClass.Standard.Value ? null : new S3StorageClass(version.StorageClass);
}

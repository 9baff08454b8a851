using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.Providers.Aws.S3;

/// <summary>What <c>forceDestroy</c> does: deletes every version, marker and unfinished upload.</summary>
internal static class BucketEmptying
{
    /// <summary>Empties a bucket; one that is gone is empty.</summary>
    public static Task RunAsync(AmazonS3Client client, string bucket, CancellationToken cancellation) =>
        S3Failures.WrapAsync($"to empty bucket '{bucket}'", async () =>
        {
            try
            {
                await DeleteVersionsAsync(client, bucket, cancellation);
                await AbortUploadsAsync(client, bucket, cancellation);
            }
            catch (AmazonS3Exception gone) when (gone.ErrorCode == "NoSuchBucket")
            {
                // Deleted by somebody else: empty enough.
            }

            return true;
        });

    private static async Task DeleteVersionsAsync(AmazonS3Client client, string bucket, CancellationToken cancellation)
    {
        while (true)
        {
            var page = await client.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket }, cancellation);
            if (page.Versions is not { Count: > 0 } versions) return;
            var request = new DeleteObjectsRequest
            {
                BucketName = bucket,
                Quiet = true,
                Objects = [.. versions.Select(version => new KeyVersion { Key = version.Key, VersionId = version.VersionId })],
            };
            await client.DeleteObjectsAsync(request, cancellation);
        }
    }

    private static async Task AbortUploadsAsync(AmazonS3Client client, string bucket, CancellationToken cancellation)
    {
        while (true)
        {
            var page = await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket }, cancellation);
            if (page.MultipartUploads is not { Count: > 0 } uploads) return;
            foreach (var upload in uploads) await client.AbortMultipartUploadAsync(bucket, upload.Key, upload.UploadId, cancellation);
        }
    }
}

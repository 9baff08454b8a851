using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.S3;

public sealed class MultipartTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    [Fact]
    public async Task The_transfer_utility_uploads_and_downloads_in_parts()
    {
        using var folder = new TemporaryFolder();
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var content = new byte[20 << 20];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(folder["up"], content);
        var transfer = new TransferUtility(client);

        await transfer.UploadAsync(folder["up"], bucket, "big");
        var head = await client.GetObjectMetadataAsync(
            new GetObjectMetadataRequest { BucketName = bucket, Key = "big", ChecksumMode = ChecksumMode.ENABLED });
        await transfer.DownloadAsync(folder["down"], bucket, "big");
        await transfer.DownloadWithResponseAsync(
            new TransferUtilityDownloadRequest { BucketName = bucket, Key = "big", FilePath = folder["down-in-parts"] });

        Assert.EndsWith("-3\"", head.ETag, StringComparison.Ordinal);
        Assert.Equal(ChecksumType.FULL_OBJECT, head.ChecksumType);
        Assert.Equal(content, await File.ReadAllBytesAsync(folder["down"]));
        Assert.Equal(content, await File.ReadAllBytesAsync(folder["down-in-parts"]));
    }

    [Fact]
    public async Task Completing_again_after_a_lost_answer_succeeds_with_the_same_object()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        var (upload, tag) = await UploadedAsync(client, bucket, 1000);
        var request = new CompleteMultipartUploadRequest { BucketName = bucket, Key = "k", UploadId = upload, PartETags = [tag] };

        var first = await client.CompleteMultipartUploadAsync(request);
        var second = await client.CompleteMultipartUploadAsync(request);

        Assert.Equal((first.VersionId, first.ETag), (second.VersionId, second.ETag));
        Assert.Single((await client.ListVersionsAsync(bucket)).Versions);
    }

    [Fact]
    public async Task Parts_are_listed_and_gone_after_an_abort()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var (upload, tag) = await UploadedAsync(client, bucket, 1000);

        Assert.Equal(tag.ETag, Assert.Single((await client.ListPartsAsync(bucket, "k", upload)).Parts).ETag);
        Assert.Equal(upload, Assert.Single((await client.ListMultipartUploadsAsync(bucket)).MultipartUploads).UploadId);
        await client.AbortMultipartUploadAsync(bucket, "k", upload);

        Assert.Null((await client.ListMultipartUploadsAsync(bucket)).MultipartUploads);
        await LocalS3.RefusedAsync(HttpStatusCode.NotFound, "NoSuchUpload", () => client.ListPartsAsync(bucket, "k", upload));
    }

    [Fact]
    public async Task Wrong_small_or_unordered_parts_are_refused()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var (upload, small) = await UploadedAsync(client, bucket, 1000);
        var last = await PartAsync(client, bucket, upload, 2, 1000);
        Task CompleteAsync(params PartETag[] tags) => client.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = bucket, Key = "k", UploadId = upload, PartETags = [.. tags] });

        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "InvalidPart", () => CompleteAsync(new PartETag(1, "\"other\"")));
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "EntityTooSmall", () => CompleteAsync(small, last));
    }

    [Fact]
    public async Task A_part_can_be_copied_from_a_range_of_an_object()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.PutAsync(client, bucket, "source", "0123456789");
        var upload = (await client.InitiateMultipartUploadAsync(bucket, "k")).UploadId;
        var copied = await client.CopyPartAsync(new CopyPartRequest
        {
            SourceBucket = bucket,
            SourceKey = "source",
            DestinationBucket = bucket,
            DestinationKey = "k",
            UploadId = upload,
            PartNumber = 1,
            FirstByte = 2,
            LastByte = 4,
        });
        await client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = bucket,
            Key = "k",
            UploadId = upload,
            PartETags = [new PartETag(1, copied.ETag)],
        });
        Assert.Equal("234", await LocalS3.ReadAsync(client, bucket, "k"));
    }

    private static async Task<(string Upload, PartETag Tag)> UploadedAsync(AmazonS3Client client, string bucket, int size)
    {
        var upload = (await client.InitiateMultipartUploadAsync(bucket, "k")).UploadId;
        return (upload, await PartAsync(client, bucket, upload, 1, size));
    }

    private static async Task<PartETag> PartAsync(AmazonS3Client client, string bucket, string upload, int number, int size)
    {
        var part = await client.UploadPartAsync(new UploadPartRequest
        {
            BucketName = bucket,
            Key = "k",
            UploadId = upload,
            PartNumber = number,
            InputStream = new MemoryStream(new byte[size]),
        });
        return new PartETag(number, part.ETag);
    }
}

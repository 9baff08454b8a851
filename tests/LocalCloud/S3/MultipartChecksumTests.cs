using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3;

/// <summary>Checksums of multipart uploads: of the whole object, of the parts' checksums, and what a client claims of them.</summary>
public sealed class MultipartChecksumTests : IClassFixture<LocalS3>, IDisposable
{
    private readonly LocalS3 s3;
    private readonly SignedRequests raw;
    private readonly byte[] first = new byte[5 << 20];
    private readonly byte[] second = Encoding.UTF8.GetBytes("the rest");

    public MultipartChecksumTests(LocalS3 s3)
    {
        (this.s3, raw) = (s3, new SignedRequests(s3));
        new Random(7).NextBytes(first);
    }

    private string Composite => Convert.ToBase64String(SHA256.HashData([.. SHA256.HashData(first), .. SHA256.HashData(second)]));

    public void Dispose() => raw.Dispose();

    [Theory]
    [InlineData("-2")]
    [InlineData("")]
    public async Task A_composite_checksum_is_claimed_with_the_number_of_parts_or_without(string ending)
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var upload = await UploadAsync(client, bucket, ChecksumAlgorithm.SHA256, ChecksumType.COMPOSITE);
        upload.ChecksumSHA256 = Composite + ending;

        var done = await client.CompleteMultipartUploadAsync(upload);

        Assert.Equal((Composite + "-2", ChecksumType.COMPOSITE), (done.ChecksumSHA256, done.ChecksumType));
        var head = await client.GetObjectMetadataAsync(
            new GetObjectMetadataRequest { BucketName = bucket, Key = "k", ChecksumMode = ChecksumMode.ENABLED });
        Assert.Equal(Composite + "-2", head.ChecksumSHA256);
    }

    [Theory]
    [InlineData("-3")]
    [InlineData("other")]
    public async Task A_wrong_checksum_of_the_object_is_refused(string wrong)
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var upload = await UploadAsync(client, bucket, ChecksumAlgorithm.SHA256, ChecksumType.COMPOSITE);
        upload.ChecksumSHA256 = wrong == "other" ? Convert.ToBase64String(SHA256.HashData("other"u8)) : Composite + wrong;
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "BadDigest", () => client.CompleteMultipartUploadAsync(upload));
    }

    [Fact]
    public async Task A_checksum_of_the_whole_object_is_verified_and_kept()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = bucket,
            Key = "whole",
            InputStream = new MemoryStream([.. first, .. second]),
            ChecksumAlgorithm = ChecksumAlgorithm.CRC32C,
        });
        var right = (await client.GetObjectMetadataAsync(
            new GetObjectMetadataRequest { BucketName = bucket, Key = "whole", ChecksumMode = ChecksumMode.ENABLED })).ChecksumCRC32C;
        var upload = await UploadAsync(client, bucket, ChecksumAlgorithm.CRC32C, ChecksumType.FULL_OBJECT);

        upload.ChecksumCRC32C = "AAAAAA==";
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "BadDigest", () => client.CompleteMultipartUploadAsync(upload));
        upload.ChecksumCRC32C = right;
        Assert.Equal(right, (await client.CompleteMultipartUploadAsync(upload)).ChecksumCRC32C);
    }

    [Fact]
    public async Task A_wrong_or_missing_checksum_of_a_part_is_refused()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var upload = await UploadAsync(client, bucket, ChecksumAlgorithm.SHA256, ChecksumType.COMPOSITE);

        var right = upload.PartETags[1].ChecksumSHA256;
        upload.PartETags[1].ChecksumSHA256 = Convert.ToBase64String(SHA256.HashData("other"u8));
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "InvalidPart", () => client.CompleteMultipartUploadAsync(upload));
        upload.PartETags[1].ChecksumSHA256 = null;
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "InvalidRequest", () => client.CompleteMultipartUploadAsync(upload));
        upload.PartETags[1].ChecksumSHA256 = right;
        await client.CompleteMultipartUploadAsync(upload);
    }

    [Fact]
    public async Task A_part_with_a_checksum_of_another_kind_is_refused()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var started = await StartAsync(client, bucket, ChecksumAlgorithm.SHA256, ChecksumType.COMPOSITE);
        await LocalS3.RefusedAsync(
            HttpStatusCode.BadRequest, "InvalidRequest", () => PartAsync(client, bucket, started, 1, second, ChecksumAlgorithm.CRC32));
    }

    [Theory]
    [InlineData("SHA256", "FULL_OBJECT")]
    [InlineData("CRC64NVME", "COMPOSITE")]
    public async Task An_algorithm_has_only_some_types(string algorithm, string type)
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "InvalidRequest", () => StartAsync(client, bucket, algorithm, type));
    }

    [Fact]
    public async Task A_wrong_size_of_the_object_is_refused()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var upload = await UploadAsync(client, bucket, ChecksumAlgorithm.CRC64NVME, ChecksumType.FULL_OBJECT);
        upload.MpuObjectSize = 3;
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "InvalidRequest", () => client.CompleteMultipartUploadAsync(upload));
    }

    [Theory]
    [InlineData("bytes=0-10")]
    [InlineData("bytes=10-12")]
    [InlineData("bytes=4-")]
    [InlineData("bytes=-4")]
    public async Task A_part_copy_beyond_the_end_is_refused(string range)
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.PutAsync(client, bucket, "source", "0123456789");
        var upload = (await client.InitiateMultipartUploadAsync(bucket, "k")).UploadId;

        var answer = await raw.SendAsync("PUT", $"/{bucket}/k?partNumber=1&uploadId={upload}", headers: new Dictionary<string, string>
        {
            ["x-amz-copy-source"] = $"{bucket}/source",
            ["x-amz-copy-source-range"] = range,
        });

        Assert.Equal((HttpStatusCode.BadRequest, "InvalidArgument"), (answer.Status, answer.Code));
        Assert.Null((await client.ListPartsAsync(bucket, "k", upload)).Parts);
    }

    [Fact]
    public async Task Uploads_are_listed_in_pages_that_hold_each_once()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var started = new List<string>();
        foreach (var key in new[] { "a", "b", "b", "b", "c/1", "c/2" })
            started.Add((await client.InitiateMultipartUploadAsync(bucket, key)).UploadId);
        var (listed, request) = (new List<string>(), new ListMultipartUploadsRequest { BucketName = bucket, MaxUploads = 2 });
        ListMultipartUploadsResponse page;
        do
        {
            page = await client.ListMultipartUploadsAsync(request);
            listed.AddRange(page.MultipartUploads.Select(upload => upload.UploadId));
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (page.IsTruncated == true);

        Assert.Equal(started.Order(), listed.Order());
        var rolled = await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket, Delimiter = "/" });
        Assert.Equal("c/", Assert.Single(rolled.CommonPrefixes));
        Assert.Equal(4, rolled.MultipartUploads.Count);
    }

    private static async Task<string> StartAsync(AmazonS3Client client, string bucket, ChecksumAlgorithm algorithm, ChecksumType type) =>
        (await client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest
        {
            BucketName = bucket,
            Key = "k",
            ChecksumAlgorithm = algorithm,
            ChecksumType = type,
        })).UploadId;

    private static async Task<PartETag> PartAsync(
        AmazonS3Client client, string bucket, string upload, int number, byte[] content, ChecksumAlgorithm algorithm)
    {
        var part = await client.UploadPartAsync(new UploadPartRequest
        {
            BucketName = bucket,
            Key = "k",
            UploadId = upload,
            PartNumber = number,
            InputStream = new MemoryStream(content),
            ChecksumAlgorithm = algorithm,
        });
        return new PartETag(number, part.ETag)
        {
            ChecksumCRC32C = part.ChecksumCRC32C,
            ChecksumCRC64NVME = part.ChecksumCRC64NVME,
            ChecksumSHA256 = part.ChecksumSHA256,
        };
    }

    private async Task<CompleteMultipartUploadRequest> UploadAsync(
        AmazonS3Client client, string bucket, ChecksumAlgorithm algorithm, ChecksumType type)
    {
        var upload = await StartAsync(client, bucket, algorithm, type);
        return new CompleteMultipartUploadRequest
        {
            BucketName = bucket,
            Key = "k",
            UploadId = upload,
            PartETags =
            [
                await PartAsync(client, bucket, upload, 1, first, algorithm),
                await PartAsync(client, bucket, upload, 2, second, algorithm),
            ],
        };
    }
}

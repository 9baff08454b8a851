using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3;

public sealed class ObjectTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    [Fact]
    public async Task Content_headers_metadata_and_tags_come_back()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var put = new PutObjectRequest
        {
            BucketName = bucket,
            Key = "a/ü 1+2%2F.txt",
            ContentBody = "hello",
            ContentType = "text/plain; charset=utf-8",
            TagSet = [new Tag { Key = "k", Value = "v w" }],
        };
        put.Metadata["color"] = "red";
        put.Headers.CacheControl = "max-age=1";

        var written = await client.PutObjectAsync(put);
        using var read = await client.GetObjectAsync(bucket, put.Key);

        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", written.ETag);
        Assert.Equal("hello", await new StreamReader(read.ResponseStream).ReadToEndAsync());
        Assert.Equal(("red", "text/plain; charset=utf-8", "max-age=1", 1),
            (read.Metadata["color"], read.Headers.ContentType, read.Headers.CacheControl, read.TagCount));
        Assert.Null(read.Headers.ContentEncoding);
        Assert.Equal(5, (await client.GetObjectMetadataAsync(bucket, put.Key)).ContentLength);
        Assert.Equal("AES256", read.ServerSideEncryptionMethod.Value);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a//b")]
    [InlineData("😀 \u0001")]
    [InlineData("plus+and%20percent")]
    public async Task Odd_keys_round_trip(string key)
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.PutAsync(client, bucket, key, "odd");
        Assert.Equal("odd", await LocalS3.ReadAsync(client, bucket, key));
    }

    [Fact]
    public async Task What_is_missing_is_not_found()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.RefusedAsync(HttpStatusCode.NotFound, "NotFound", () => client.GetObjectMetadataAsync(bucket, "nope"));
        await LocalS3.RefusedAsync(HttpStatusCode.NotFound, "NoSuchKey", () => client.GetObjectAsync(bucket, "nope"));
        await LocalS3.RefusedAsync(HttpStatusCode.NotFound, "NoSuchBucket", () => client.GetObjectAsync("no-such-bucket-here", "nope"));
    }

    [Theory]
    [InlineData("bytes=1-3", "ell")]
    [InlineData("bytes=-2", "lo")]
    [InlineData("bytes=3-", "lo")]
    [InlineData("bytes=0-99", "hello")]
    public async Task A_range_is_answered_in_part(string range, string expected)
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.PutAsync(client, bucket, "k", "hello");

        using var read = await client.GetObjectAsync(
            new GetObjectRequest { BucketName = bucket, Key = "k", ByteRange = new ByteRange(range) });

        Assert.Equal(HttpStatusCode.PartialContent, read.HttpStatusCode);
        Assert.Equal(expected, await new StreamReader(read.ResponseStream).ReadToEndAsync());
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_refused()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.PutAsync(client, bucket, "k", "hello");
        await LocalS3.RefusedAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidRange", () =>
            client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = "k", ByteRange = new ByteRange(5, 9) }));
    }

    [Fact]
    public async Task Conditional_reads_and_writes_are_honoured()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var etag = (await LocalS3.PutAsync(client, bucket, "k", "one")).ETag;
        Task PutAsync(string? match, string? noneMatch) => client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "k", ContentBody = "two", IfMatch = match, IfNoneMatch = noneMatch });

        await LocalS3.RefusedAsync(HttpStatusCode.PreconditionFailed, "PreconditionFailed", () => PutAsync(null, "*"));
        await LocalS3.RefusedAsync(HttpStatusCode.PreconditionFailed, "PreconditionFailed", () => PutAsync("\"other\"", null));
        await LocalS3.RefusedAsync(HttpStatusCode.PreconditionFailed, "PreconditionFailed", () =>
            client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = "k", EtagToMatch = "\"other\"" }));
        await LocalS3.RefusedAsync(HttpStatusCode.NotModified, "NotModified", () =>
            client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = "k", EtagToNotMatch = etag }));
        await PutAsync(etag, null);
        Assert.Equal("two", await LocalS3.ReadAsync(client, bucket, "k"));
    }

    [Fact]
    public async Task Every_checksum_is_stored_and_verified_by_the_client()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        var expected = new Dictionary<ChecksumAlgorithm, string>
        {
            [ChecksumAlgorithm.CRC32] = "NhCmhg==",
            [ChecksumAlgorithm.CRC32C] = "mnG7TA==",
            [ChecksumAlgorithm.SHA1] = "qvTGHdzF6KLavt4PO0gs2a6pQ00=",
            [ChecksumAlgorithm.SHA256] = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
        };
        foreach (var algorithm in expected.Keys.Append(ChecksumAlgorithm.CRC64NVME))
        {
            await client.PutObjectAsync(
                new PutObjectRequest { BucketName = bucket, Key = algorithm, ContentBody = "hello", ChecksumAlgorithm = algorithm });
            using var read = await client.GetObjectAsync(
                new GetObjectRequest { BucketName = bucket, Key = algorithm, ChecksumMode = ChecksumMode.ENABLED });
            Assert.Equal("hello", await new StreamReader(read.ResponseStream).ReadToEndAsync());
            Assert.Equal(algorithm.Value, read.ResponseMetadata.ChecksumAlgorithm.ToString());
        }

        var attributes = await client.GetObjectAttributesAsync(new GetObjectAttributesRequest
        {
            BucketName = bucket,
            Key = ChecksumAlgorithm.SHA256,
            ObjectAttributes = [ObjectAttributes.Checksum, ObjectAttributes.ObjectSize],
        });
        Assert.Equal((expected[ChecksumAlgorithm.SHA256], 5L), (attributes.Checksum.ChecksumSHA256, attributes.ObjectSize));
        Assert.Equal(expected[ChecksumAlgorithm.CRC32], await ChecksumAsync(ChecksumAlgorithm.CRC32, head => head.ChecksumCRC32));
        Assert.Equal(expected[ChecksumAlgorithm.CRC32C], await ChecksumAsync(ChecksumAlgorithm.CRC32C, head => head.ChecksumCRC32C));
        Assert.Equal(expected[ChecksumAlgorithm.SHA1], await ChecksumAsync(ChecksumAlgorithm.SHA1, head => head.ChecksumSHA1));

        async Task<string> ChecksumAsync(string key, Func<GetObjectMetadataResponse, string> value) =>
            value(await client.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = bucket, Key = key, ChecksumMode = ChecksumMode.ENABLED }));
    }

    [Fact]
    public async Task Bodies_are_taken_in_every_form_the_client_can_send()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        PutObjectRequest[] forms =
        [
            new() { Key = "no-chunks", ContentBody = "hello", UseChunkEncoding = false },
            new() { Key = "no-checksum", ContentBody = "hello", DisableDefaultChecksumValidation = true },
            new() { Key = "empty", InputStream = new MemoryStream() },
            new() { Key = "many-chunks", InputStream = new MemoryStream(new byte[300_000]) },
        ];
        foreach (var form in forms)
        {
            form.BucketName = bucket;
            await client.PutObjectAsync(form);
        }

        Assert.Equal("hello", await LocalS3.ReadAsync(client, bucket, "no-chunks"));
        Assert.Equal("hello", await LocalS3.ReadAsync(client, bucket, "no-checksum"));
        Assert.Equal("", await LocalS3.ReadAsync(client, bucket, "empty"));
        Assert.Equal(300_000, (await LocalS3.ReadAsync(client, bucket, "many-chunks")).Length);
    }

    [Fact]
    public async Task A_copy_takes_content_headers_and_tags_from_any_region()
    {
        var (east, west) = (s3.Client(), s3.Client("us-west-2"));
        var (source, target) = (await s3.BucketAsync(), await s3.BucketAsync("us-west-2"));
        await east.PutObjectAsync(new PutObjectRequest
        {
            BucketName = source,
            Key = "a b",
            ContentBody = "hello",
            ContentType = "text/plain",
            TagSet = [new Tag { Key = "t", Value = "1" }],
        });

        await west.CopyObjectAsync(source, "a b", target, "copy");

        using var read = await west.GetObjectAsync(target, "copy");
        Assert.Equal(("text/plain", 1), (read.Headers.ContentType, read.TagCount));
        await LocalS3.RefusedAsync(HttpStatusCode.BadRequest, "InvalidRequest", () => west.CopyObjectAsync(target, "copy", target, "copy"));
    }

    [Fact]
    public async Task Tags_can_be_changed_without_a_new_version()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        var version = (await LocalS3.PutAsync(client, bucket, "k", "x")).VersionId;
        await client.PutObjectTaggingAsync(new PutObjectTaggingRequest
        {
            BucketName = bucket,
            Key = "k",
            Tagging = new Tagging { TagSet = [new Tag { Key = "t", Value = "1" }] },
        });

        var read = await client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "k" });
        Assert.Equal(("t", "1"), (read.Tagging[0].Key, read.Tagging[0].Value));
        Assert.Equal(version, (await client.GetObjectMetadataAsync(bucket, "k")).VersionId);

        await client.DeleteObjectTaggingAsync(new DeleteObjectTaggingRequest { BucketName = bucket, Key = "k" });
        Assert.True(
            (await client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "k" })).Tagging is null
                or { Count: 0 });
    }

    [Fact]
    public async Task A_read_during_overwrites_is_of_one_version_or_another()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.PutAsync(client, bucket, "k", new string('0', 1000));
        var reads = 0;
        async Task OverwriteAsync()
        {
            for (var i = 0; i < 60; i++) await LocalS3.PutAsync(client, bucket, "k", new string((char)('0' + (i % 10)), 1000));
        }

        var writing = OverwriteAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (; !writing.IsCompleted; Interlocked.Increment(ref reads))
            {
                var text = await LocalS3.ReadAsync(client, bucket, "k");
                Assert.Equal((1000, 1), (text.Length, text.Distinct().Count()));
            }
        }));
        await writing;

        Assert.True(reads > 60);
    }

    [Fact]
    public async Task Deleting_without_versioning_removes_the_content_from_disk()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync());
        await LocalS3.PutAsync(client, bucket, "k", "x");
        await LocalS3.PutAsync(client, bucket, "k", "y");
        Assert.Single(Directory.GetFiles(s3.BlobFolder(bucket)));

        await client.DeleteObjectAsync(bucket, "k");

        Assert.Empty(Directory.GetFiles(s3.BlobFolder(bucket)));
        await client.DeleteObjectAsync(bucket, "k");
    }
}

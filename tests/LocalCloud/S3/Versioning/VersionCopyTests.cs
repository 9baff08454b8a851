using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3.Versioning;

/// <summary>
/// What ceph/s3-tests checks of versions in copies and uploads in parts, by scenario; each names the function that it comes from.
/// </summary>
public sealed class VersionCopyTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    private const int Part = 5 << 20;
    private readonly AmazonS3Client client = s3.Client();

    // test_versioning_copy_obj_version, test_object_copy_versioned_bucket
    [Fact]
    public async Task Each_version_is_copied_as_it_is_into_any_bucket_and_back()
    {
        var (bucket, versioned, plain) =
            (await s3.BucketAsync(versioned: true), await s3.BucketAsync(versioned: true), await s3.BucketAsync());
        var key = new VersionedKey(client, bucket, "testobj");
        await key.WriteAsync(3);
        foreach (var target in (string[])[bucket, versioned, plain])
        {
            foreach (var (id, content) in key.Ids.Zip(key.Contents))
            {
                var copied = await CopyAsync(bucket, "testobj", id, target, $"copy-{content}");
                Assert.Equal((id, target != plain), (copied.SourceVersionId, copied.VersionId is not null));
                Assert.Equal(content, await LocalS3.ReadAsync(client, target, $"copy-{content}"));
            }

            await CopyAsync(bucket, "testobj", null, target, "current");
            Assert.Equal(key.Contents[^1], await LocalS3.ReadAsync(client, target, "current"));
        }

        Assert.Null((await CopyAsync(plain, "current", null, bucket, "back")).SourceVersionId);
        Assert.Equal(key.Contents[^1], await LocalS3.ReadAsync(client, bucket, "back"));
    }

    // test_object_copy_versioned_url_encoding
    [Fact]
    public async Task Names_that_must_be_encoded_are_copied_with_their_version()
    {
        var bucket = await s3.BucketAsync(versioned: true);
        var put = await LocalS3.PutAsync(client, bucket, "foo?bar", "x");
        await CopyAsync(bucket, "foo?bar", put.VersionId, bucket, "bar&foo");
        Assert.Equal("x", await LocalS3.ReadAsync(client, bucket, "bar&foo"));
    }

    // test_versioning_obj_suspended_copy
    [Fact]
    public async Task The_null_version_is_copied_and_outlived_by_its_copies()
    {
        var (bucket, plain) = (await s3.BucketAsync(versioned: true), await s3.BucketAsync());
        var key = new VersionedKey(client, bucket, "testobj1");
        await key.WriteAsync(1);
        await s3.SetVersioningAsync(bucket, "us-east-1", VersionStatus.Suspended);
        await key.OverwriteAsync("null content");
        await CopyAsync(bucket, "testobj1", null, bucket, "testobj2");
        await CopyAsync(bucket, "testobj1", null, plain, "testobj1");
        await client.DeleteObjectAsync(bucket, "testobj1");
        Assert.Equal(
            ("null content", "null content"),
            (await LocalS3.ReadAsync(client, bucket, "testobj2"), await LocalS3.ReadAsync(client, plain, "testobj1")));
        foreach (var id in (string[])["null", key.Ids[0]]) await client.DeleteObjectAsync(bucket, "testobj1", id);
        await client.DeleteObjectAsync(bucket, "testobj2");
        await client.DeleteObjectAsync(bucket, "testobj2", "null");
        await client.DeleteBucketAsync(bucket);
    }

    // test_versioning_obj_create_overwrite_multipart, test_versioning_bucket_multipart_upload_return_version_id
    [Theory]
    [InlineData(null)]
    [InlineData("Suspended")]
    [InlineData("Enabled")]
    public async Task An_upload_in_parts_makes_a_version_like_any_other_write(string? versioning)
    {
        var bucket = await s3.BucketAsync();
        if (versioning is not null) await s3.SetVersioningAsync(bucket, "us-east-1", versioning);
        var key = new VersionedKey(client, bucket, "bar");
        for (var i = 0; i < 2; i++)
        {
            var text = new string((char)('a' + i), Part + 1);
            var id = (await UploadAsync(bucket, "bar", text)).VersionId;
            Assert.Equal(versioning == "Enabled", id is not null);
            if (id is not null) key.Add(id, text);
        }

        if (versioning != "Enabled") Assert.Equal("null", Assert.Single((await client.ListVersionsAsync(bucket)).Versions).VersionId);
        else await key.RemoveAsync(0);
    }

    // test_object_copy_versioning_multipart_upload
    [Fact]
    public async Task What_came_in_parts_is_copied_with_its_type_and_metadata()
    {
        var (bucket, plain) = (await s3.BucketAsync(versioned: true), await s3.BucketAsync());
        var text = new string('p', Part + 7);
        var made = await UploadAsync(bucket, "source", text);
        foreach (var (target, name) in ((string, string)[])[(bucket, "copy"), (plain, "copy")])
        {
            await CopyAsync(bucket, "source", made.VersionId, target, name);
            var head = await client.GetObjectMetadataAsync(target, name);
            Assert.Equal((text.Length, "text/bla", "bar"), ((int)head.ContentLength, head.Headers.ContentType, head.Metadata["foo"]));
            Assert.Equal(text, await LocalS3.ReadAsync(client, target, name));
        }
    }

    // test_multipart_copy_versioned
    [Fact]
    public async Task Parts_are_copied_from_any_version()
    {
        var (source, target) = (await s3.BucketAsync(versioned: true), await s3.BucketAsync());
        var texts = Enumerable.Range(0, 2).Select(i => new string((char)('k' + i), 2000)).ToArray();
        foreach (var text in texts)
        {
            var id = (await LocalS3.PutAsync(client, source, "foo", text)).VersionId;
            await LocalS3.PutAsync(client, source, "foo", "newer");
            var upload = (await client.InitiateMultipartUploadAsync(target, "made")).UploadId;
            var part = await client.CopyPartAsync(new CopyPartRequest
            {
                SourceBucket = source,
                SourceKey = "foo",
                SourceVersionId = id,
                DestinationBucket = target,
                DestinationKey = "made",
                UploadId = upload,
                PartNumber = 1,
                FirstByte = 0,
                LastByte = 999,
            });
            await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest
                {
                    BucketName = target,
                    Key = "made",
                    UploadId = upload,
                    PartETags = [new PartETag(1, part.ETag)],
                });
            Assert.Equal(text[..1000], await LocalS3.ReadAsync(client, target, "made"));
        }
    }

    private Task<CopyObjectResponse> CopyAsync(string source, string key, string? version, string bucket, string copy) =>
        client.CopyObjectAsync(
            new CopyObjectRequest
            {
                SourceBucket = source,
                SourceKey = key,
                SourceVersionId = version,
                DestinationBucket = bucket,
                DestinationKey = copy,
            });

    // In two parts, of which only the last may be small.
    private async Task<CompleteMultipartUploadResponse> UploadAsync(string bucket, string key, string text)
    {
        var start = new InitiateMultipartUploadRequest { BucketName = bucket, Key = key, ContentType = "text/bla" };
        start.Metadata["foo"] = "bar";
        var upload = (await client.InitiateMultipartUploadAsync(start)).UploadId;
        var tags = new List<PartETag>();
        foreach (var (index, piece) in ((string[])[text[..Part], text[Part..]]).Index())
        {
            using var content = new MemoryStream(Encoding.ASCII.GetBytes(piece));
            var part = await client.UploadPartAsync(
                new UploadPartRequest { BucketName = bucket, Key = key, UploadId = upload, PartNumber = index + 1, InputStream = content });
            tags.Add(new PartETag(index + 1, part.ETag));
        }

        return await client.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload, PartETags = tags });
    }
}

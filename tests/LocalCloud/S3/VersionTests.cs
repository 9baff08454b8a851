using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3;

public sealed class VersionTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    [Fact]
    public async Task Versions_are_listed_newest_first_and_read_by_id()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        var ids = new List<string>();
        foreach (var text in new[] { "one", "two", "three" }) ids.Add((await LocalS3.PutAsync(client, bucket, "doc", text)).VersionId);

        var listed = (await client.ListVersionsAsync(bucket)).Versions;

        Assert.Equal(Enumerable.Reverse(ids), listed.Select(version => version.VersionId));
        Assert.Equal([true, false, false], listed.Select(version => version.IsLatest!.Value));
        Assert.Equal("one", await LocalS3.ReadAsync(client, bucket, "doc", ids[0]));
        await LocalS3.RefusedAsync(
            HttpStatusCode.NotFound, "NoSuchVersion", () => client.GetObjectAsync(bucket, "doc", new string('x', 32)));
    }

    [Fact]
    public async Task A_delete_marker_hides_the_object_and_its_removal_brings_it_back()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        await LocalS3.PutAsync(client, bucket, "doc", "text");

        var marker = await client.DeleteObjectAsync(bucket, "doc");

        Assert.Equal("true", marker.DeleteMarker);
        await LocalS3.RefusedAsync(HttpStatusCode.NotFound, "NoSuchKey", () => client.GetObjectAsync(bucket, "doc"));
        await LocalS3.RefusedAsync(
            HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", () => client.GetObjectAsync(bucket, "doc", marker.VersionId));
        Assert.Null((await client.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects);
        Assert.True((await client.ListVersionsAsync(bucket)).Versions[0].IsDeleteMarker);

        await client.DeleteObjectAsync(bucket, "doc", marker.VersionId);
        Assert.Equal("text", await LocalS3.ReadAsync(client, bucket, "doc"));
    }

    [Fact]
    public async Task An_old_version_is_restored_by_copying_it_onto_its_key()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        var old = (await LocalS3.PutAsync(client, bucket, "doc", "old")).VersionId;
        await LocalS3.PutAsync(client, bucket, "doc", "new");

        var copy = await client.CopyObjectAsync(new CopyObjectRequest
        {
            SourceBucket = bucket,
            SourceKey = "doc",
            SourceVersionId = old,
            DestinationBucket = bucket,
            DestinationKey = "doc",
        });

        Assert.Equal(old, copy.SourceVersionId);
        Assert.NotEqual(old, copy.VersionId);
        Assert.Equal("old", await LocalS3.ReadAsync(client, bucket, "doc"));
    }

    [Fact]
    public async Task Suspended_versioning_replaces_the_null_version_only()
    {
        var (client, bucket) = (s3.Client(), await s3.BucketAsync(versioned: true));
        var kept = (await LocalS3.PutAsync(client, bucket, "doc", "kept")).VersionId;
        await s3.SetVersioningAsync(bucket, "us-east-1", VersionStatus.Suspended);
        await LocalS3.PutAsync(client, bucket, "doc", "first");
        await LocalS3.PutAsync(client, bucket, "doc", "second");

        Assert.Equal(["null", kept], (await client.ListVersionsAsync(bucket)).Versions.Select(version => version.VersionId));
        Assert.Equal("second", await LocalS3.ReadAsync(client, bucket, "doc", "null"));
        Assert.Equal("kept", await LocalS3.ReadAsync(client, bucket, "doc", kept));
    }

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_process_is_killed_under_load()
    {
        await using var own = new LocalS3();
        await own.InitializeAsync();
        var (client, bucket) = (own.Client(), await own.BucketAsync(versioned: true));
        var acknowledged = new ConcurrentBag<(string Key, string Version)>();
        using var load = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !load.IsCancellationRequested; i++)
            {
                var put = await LocalS3.PutAsync(client, bucket, $"{writer}/{i % 5}", $"{writer}-{i}");
                acknowledged.Add(($"{writer}/{i % 5}", put.VersionId));
            }
        })).ToList();
        await LocalS3.EventuallyAsync(() => Task.FromResult(acknowledged.Count), count => count > 100);

        var seen = acknowledged.ToList();
        await using var next = await own.AfterAKillAsync();
        await load.CancelAsync();
        await Task.WhenAll(writers);

        foreach (var (key, version) in seen)
            Assert.Equal(version, (await next.Client().GetObjectMetadataAsync(bucket, key, version)).VersionId);
    }

    [Fact]
    public async Task Buckets_of_earlier_releases_are_read()
    {
        await using var own = new LocalS3();
        await own.InitializeAsync();
        var (client, bucket) = (own.Client(), await own.BucketAsync(versioned: true));
        var first = (await LocalS3.PutAsync(client, bucket, "doc", "one")).VersionId;
        await LocalS3.PutAsync(client, bucket, "doc", "two");
        var files = Directory.GetFiles(Path.Combine(own.BlobFolder(bucket), "..", "objects"));
        var versions = new JsonArray([.. files.Select(file => JsonNode.Parse(File.ReadAllText(file))!["Version"]!.DeepClone())]);
        var old = Path.Combine(Path.GetDirectoryName(files[0])!, Path.GetFileName(files[0]).Split('.')[0] + ".json");
        File.WriteAllText(old, new JsonObject { ["Key"] = "doc", ["Versions"] = versions }.ToJsonString());
        foreach (var file in files) File.Delete(file);

        await own.RestartAsync();

        Assert.Equal(
            ("two", "one"), (await LocalS3.ReadAsync(client, bucket, "doc"), await LocalS3.ReadAsync(client, bucket, "doc", first)));
        Assert.False(File.Exists(old));
    }

    [Fact]
    public async Task Versions_and_uploads_survive_a_restart()
    {
        await using var own = new LocalS3();
        await own.InitializeAsync();
        var (client, bucket) = (own.Client(), await own.BucketAsync(versioned: true));
        var first = (await LocalS3.PutAsync(client, bucket, "doc", "one")).VersionId;
        await LocalS3.PutAsync(client, bucket, "doc", "two");
        var upload = (await client.InitiateMultipartUploadAsync(bucket, "big")).UploadId;
        var part = await client.UploadPartAsync(new UploadPartRequest
        {
            BucketName = bucket,
            Key = "big",
            UploadId = upload,
            PartNumber = 1,
            InputStream = new MemoryStream(new byte[1000]),
        });
        File.WriteAllText(Path.Combine(own.BlobFolder(bucket), "left-by-a-killed-process"), "half");

        await own.RestartAsync();

        Assert.Equal(
            ("two", "one"), (await LocalS3.ReadAsync(client, bucket, "doc"), await LocalS3.ReadAsync(client, bucket, "doc", first)));
        Assert.Equal(VersionStatus.Enabled, (await client.GetBucketVersioningAsync(bucket)).VersioningConfig.Status);
        Assert.Equal(2, Directory.GetFiles(own.BlobFolder(bucket)).Length);
        await client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = bucket,
            Key = "big",
            UploadId = upload,
            PartETags = [new PartETag(1, part.ETag)],
        });
        Assert.Equal(1000, (await client.GetObjectMetadataAsync(bucket, "big")).ContentLength);
    }
}

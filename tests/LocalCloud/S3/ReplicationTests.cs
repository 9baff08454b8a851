using System.Net;
using Amazon.S3.Model;
using PipAi.LocalCloud.Faults;

namespace PipAi.LocalCloud.Tests.S3;

/// <summary>What is copied, and what is not.</summary>
public sealed class ReplicationTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    private const string East = Replication.East;
    private const string West = Replication.West;
    private readonly Replication replication = new(s3);

    [Fact]
    public async Task A_version_is_copied_with_its_id_time_metadata_and_tags()
    {
        var (source, target) = await replication.PairAsync();
        var put = new PutObjectRequest
        {
            BucketName = source,
            Key = "doc",
            ContentBody = "text",
            TagSet = [new Tag { Key = "t", Value = "1" }],
        };
        put.Metadata["color"] = "red";
        var written = await s3.Client().PutObjectAsync(put);

        var original = await replication.StatusAsync(source, East, "doc", "COMPLETED");
        var replica = await replication.StatusAsync(target, West, "doc", "REPLICA");

        Assert.Equal((written.VersionId, written.ETag, original.LastModified, "red"),
            (replica.VersionId, replica.ETag, replica.LastModified, replica.Metadata["color"]));
        Assert.Equal("text", await LocalS3.ReadAsync(s3.Client(West), target, "doc"));
        var tags = await s3.Client(West).GetObjectTaggingAsync(new() { BucketName = target, Key = "doc" });
        Assert.Equal("1", Assert.Single(tags.Tagging).Value);
    }

    [Fact]
    public async Task Replicas_are_not_copied_onward()
    {
        var (first, second) = await replication.PairAsync();
        var third = await s3.BucketAsync("us-east-2", versioned: true);
        await replication.ReplicateAsync(second, West, third);
        await LocalS3.PutAsync(s3.Client(), first, "doc", "text");
        await replication.StatusAsync(second, West, "doc", "REPLICA");

        await LocalS3.PutAsync(s3.Client(West), second, "own", "text");
        await replication.StatusAsync(third, "us-east-2", "own", "REPLICA");

        await LocalS3.RefusedAsync(HttpStatusCode.NotFound, "NotFound", () => s3.Client("us-east-2").GetObjectMetadataAsync(third, "doc"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_markers_follow_only_where_enabled(bool enabled)
    {
        var (source, target) = await replication.PairAsync(deleteMarkers: enabled);
        await LocalS3.PutAsync(s3.Client(), source, "doc", "text");
        await replication.StatusAsync(target, West, "doc", "REPLICA");

        await s3.Client().DeleteObjectAsync(source, "doc");
        await LocalS3.PutAsync(s3.Client(), source, "later", "text");
        await replication.StatusAsync(target, West, "later", "REPLICA");

        var versions = await LocalS3.EventuallyAsync(
            async () => (await s3.Client(West).ListVersionsAsync(target, "doc")).Versions,
            versions => versions.Count == (enabled ? 2 : 1));
        Assert.Equal(enabled, versions[0].IsDeleteMarker == true);
    }

    [Fact]
    public async Task The_deletion_of_a_version_does_not_follow()
    {
        var (source, target) = await replication.PairAsync();
        var version = (await LocalS3.PutAsync(s3.Client(), source, "doc", "text")).VersionId;
        await replication.StatusAsync(target, West, "doc", "REPLICA");

        await s3.Client().DeleteObjectAsync(source, "doc", version);
        await LocalS3.PutAsync(s3.Client(), source, "later", "text");
        await replication.StatusAsync(target, West, "later", "REPLICA");

        Assert.Equal("text", await LocalS3.ReadAsync(s3.Client(West), target, "doc", version));
    }

    [Fact]
    public async Task A_copy_waits_once_for_its_destination_however_often_it_is_tried()
    {
        const string South = "ap-south-1";
        await using var own = new LocalS3();
        await own.InitializeAsync();
        var mesh = new Replication(own);
        var (source, west) = (await own.BucketAsync(East, versioned: true), await own.BucketAsync(West, versioned: true));
        var south = await own.BucketAsync(South, versioned: true);
        await mesh.ReplicateAsync(source, East, west, second: south);
        own.Faults.Add(
            new Fault { Service = "s3", Region = West, Operation = "ReplicateObject", Effect = new FaultEffect.Status(503), Times = 6 });
        var away = own.Faults.Add(
            new Fault { Service = "s3", Region = South, Operation = "ReplicateObject", Effect = new FaultEffect.Status(503) });

        await LocalS3.PutAsync(own.Client(), source, "doc", "text");
        await mesh.StatusAsync(west, West, "doc", "REPLICA", own);

        Assert.InRange(own.WaitingCopies, 0, 1);
        own.Faults.Remove(away.Id);
        await mesh.StatusAsync(south, South, "doc", "REPLICA", own);
        Assert.Equal(0, own.WaitingCopies);
    }

    [Fact]
    public async Task Only_matching_keys_are_copied()
    {
        var (source, target) = (await s3.BucketAsync(East, versioned: true), await s3.BucketAsync(West, versioned: true));
        await replication.ReplicateAsync(source, East, target, prefix: "documents/");
        await LocalS3.PutAsync(s3.Client(), source, "scratch/a", "text");
        await LocalS3.PutAsync(s3.Client(), source, "documents/a", "text");

        await replication.StatusAsync(target, West, "documents/a", "REPLICA");
        Assert.Null((await s3.Client().GetObjectMetadataAsync(source, "scratch/a")).ReplicationStatus);
    }

    [Fact]
    public async Task A_tag_changed_on_a_replica_flows_back_where_modifications_are_replicated()
    {
        var (source, target) = await replication.PairAsync();
        await replication.ReplicateAsync(target, West, source);
        await LocalS3.PutAsync(s3.Client(), source, "doc", "text");
        await replication.StatusAsync(target, West, "doc", "REPLICA");
        var tagging = new Tagging { TagSet = [new Tag { Key = "reviewed", Value = "yes" }] };

        await s3.Client(West).PutObjectTaggingAsync(new PutObjectTaggingRequest { BucketName = target, Key = "doc", Tagging = tagging });

        var tags = await LocalS3.EventuallyAsync(
            async () => (await s3.Client().GetObjectTaggingAsync(new() { BucketName = source, Key = "doc" })).Tagging,
            tags => tags?.Count == 1);
        Assert.Equal("yes", tags[0].Value);
        Assert.Single((await s3.Client().ListVersionsAsync(source, "doc")).Versions);
        Assert.Single((await s3.Client(West).ListVersionsAsync(target, "doc")).Versions);
    }
}

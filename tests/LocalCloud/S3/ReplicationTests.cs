using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.LocalCloud.Faults;

namespace PipAi.LocalCloud.Tests.S3;

public sealed class ReplicationTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    private const string East = "us-east-1";
    private const string West = "us-west-2";

    [Fact]
    public async Task Source_and_destination_must_be_versioned_first()
    {
        var (source, target) = (await s3.BucketAsync(), await s3.BucketAsync(West));
        await RefusedAsync("Versioning must be 'Enabled' on the bucket");
        await s3.SetVersioningAsync(source, East, VersionStatus.Enabled);
        await RefusedAsync("Destination bucket must have versioning enabled");
        await s3.SetVersioningAsync(target, West, VersionStatus.Enabled);
        await ReplicateAsync(source, East, target);

        async Task RefusedAsync(string message)
        {
            var refusal = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => ReplicateAsync(source, East, target));
            Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequest"), (refusal.StatusCode, refusal.ErrorCode));
            Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Versioning_cannot_be_suspended_while_replication_is_configured()
    {
        var (source, _) = await PairAsync();
        await LocalS3.RefusedAsync(HttpStatusCode.Conflict, "InvalidBucketState", () =>
            s3.SetVersioningAsync(source, East, VersionStatus.Suspended));
        await s3.Client().DeleteBucketReplicationAsync(new() { BucketName = source });
        await s3.SetVersioningAsync(source, East, VersionStatus.Suspended);
    }

    [Fact]
    public async Task A_version_is_copied_with_its_id_time_metadata_and_tags()
    {
        var (source, target) = await PairAsync();
        var put = new PutObjectRequest { BucketName = source, Key = "doc", ContentBody = "text", TagSet = [new Tag { Key = "t", Value = "1" }] };
        put.Metadata["color"] = "red";
        var written = await s3.Client().PutObjectAsync(put);

        var original = await StatusAsync(source, East, "doc", "COMPLETED");
        var replica = await StatusAsync(target, West, "doc", "REPLICA");

        Assert.Equal((written.VersionId, written.ETag, original.LastModified, "red"),
            (replica.VersionId, replica.ETag, replica.LastModified, replica.Metadata["color"]));
        Assert.Equal("text", await LocalS3.ReadAsync(s3.Client(West), target, "doc"));
        var tags = await s3.Client(West).GetObjectTaggingAsync(new() { BucketName = target, Key = "doc" });
        Assert.Equal("1", Assert.Single(tags.Tagging).Value);
    }

    [Fact]
    public async Task Replicas_are_not_copied_onward()
    {
        var (first, second) = await PairAsync();
        var third = await s3.BucketAsync("us-east-2", versioned: true);
        await ReplicateAsync(second, West, third);
        await LocalS3.PutAsync(s3.Client(), first, "doc", "text");
        await StatusAsync(second, West, "doc", "REPLICA");

        await LocalS3.PutAsync(s3.Client(West), second, "own", "text");
        await StatusAsync(third, "us-east-2", "own", "REPLICA");

        await LocalS3.RefusedAsync(HttpStatusCode.NotFound, "NotFound", () => s3.Client("us-east-2").GetObjectMetadataAsync(third, "doc"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_markers_follow_only_where_enabled(bool enabled)
    {
        var (source, target) = await PairAsync(deleteMarkers: enabled);
        await LocalS3.PutAsync(s3.Client(), source, "doc", "text");
        await StatusAsync(target, West, "doc", "REPLICA");

        await s3.Client().DeleteObjectAsync(source, "doc");
        await LocalS3.PutAsync(s3.Client(), source, "later", "text");
        await StatusAsync(target, West, "later", "REPLICA");

        var versions = await LocalS3.EventuallyAsync(
            async () => (await s3.Client(West).ListVersionsAsync(target, "doc")).Versions,
            versions => versions.Count == (enabled ? 2 : 1));
        Assert.Equal(enabled, versions[0].IsDeleteMarker == true);
    }

    [Fact]
    public async Task The_deletion_of_a_version_does_not_follow()
    {
        var (source, target) = await PairAsync();
        var version = (await LocalS3.PutAsync(s3.Client(), source, "doc", "text")).VersionId;
        await StatusAsync(target, West, "doc", "REPLICA");

        await s3.Client().DeleteObjectAsync(source, "doc", version);
        await LocalS3.PutAsync(s3.Client(), source, "later", "text");
        await StatusAsync(target, West, "later", "REPLICA");

        Assert.Equal("text", await LocalS3.ReadAsync(s3.Client(West), target, "doc", version));
    }

    [Fact]
    public async Task A_dark_region_keeps_copies_pending_over_a_restart_and_gets_them_when_it_is_back()
    {
        await using var own = new LocalS3();
        await own.InitializeAsync();
        var (source, target) = (await own.BucketAsync(East, versioned: true), await own.BucketAsync(West, versioned: true));
        await ReplicateAsync(source, East, target, client: own.Client());
        var fault = own.Faults.Add(new Fault { Service = "s3", Region = West, Effect = new FaultEffect.Dark() });

        await LocalS3.PutAsync(own.Client(), source, "doc", "text");
        await Assert.ThrowsAnyAsync<Exception>(() => own.Client(West).GetObjectMetadataAsync(target, "doc"));
        Assert.Equal("PENDING", (await own.Client().GetObjectMetadataAsync(source, "doc")).ReplicationStatus.Value);

        await own.RestartAsync();
        Assert.Equal("PENDING", (await own.Client().GetObjectMetadataAsync(source, "doc")).ReplicationStatus.Value);
        own.Faults.Remove(fault.Id);
        await StatusAsync(source, East, "doc", "COMPLETED", own);
        Assert.Equal("text", await LocalS3.ReadAsync(own.Client(West), target, "doc"));
    }

    [Fact]
    public async Task A_destination_that_lost_its_versioning_makes_the_copy_fail_for_good()
    {
        var (source, target) = await PairAsync();
        await s3.SetVersioningAsync(target, West, VersionStatus.Suspended);
        await LocalS3.PutAsync(s3.Client(), source, "doc", "text");
        await StatusAsync(source, East, "doc", "FAILED");

        await s3.SetVersioningAsync(target, West, VersionStatus.Enabled);
        await LocalS3.PutAsync(s3.Client(), source, "later", "text");
        await StatusAsync(source, East, "later", "COMPLETED");
        Assert.Equal("FAILED", (await s3.Client().GetObjectMetadataAsync(source, "doc")).ReplicationStatus.Value);
    }

    [Theory]
    [InlineData("s3.amazonaws.com", "*", "COMPLETED")]
    [InlineData("backup.amazonaws.com", "*", "FAILED")]
    [InlineData("s3.amazonaws.com", "other", "FAILED")]
    public async Task The_role_must_let_s3_in_and_allow_the_copy(string service, string destination, string status)
    {
        var role = $"arn:aws:iam::000000000000:role/replication-{Guid.NewGuid():N}";
        await s3.RegisterRoleAsync(
            role,
            $$"""{"Statement":[{"Effect":"Allow","Principal":{"Service":"{{service}}"},"Action":"sts:AssumeRole"}]}""",
            $$"""
            {"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
                          {"Effect":"Allow","Action":["s3:ReplicateObject","s3:ReplicateDelete"],"Resource":"arn:aws:s3:::{{destination}}/*"}]}
            """);
        var (source, target) = (await s3.BucketAsync(East, versioned: true), await s3.BucketAsync(West, versioned: true));
        await ReplicateAsync(source, East, target, role: role);

        await LocalS3.PutAsync(s3.Client(), source, "doc", "text");

        await StatusAsync(source, East, "doc", status);
    }

    [Fact]
    public async Task Only_matching_keys_are_copied()
    {
        var (source, target) = (await s3.BucketAsync(East, versioned: true), await s3.BucketAsync(West, versioned: true));
        await ReplicateAsync(source, East, target, prefix: "documents/");
        await LocalS3.PutAsync(s3.Client(), source, "scratch/a", "text");
        await LocalS3.PutAsync(s3.Client(), source, "documents/a", "text");

        await StatusAsync(target, West, "documents/a", "REPLICA");
        Assert.Null((await s3.Client().GetObjectMetadataAsync(source, "scratch/a")).ReplicationStatus);
    }

    [Fact]
    public async Task A_tag_changed_on_a_replica_flows_back_where_modifications_are_replicated()
    {
        var (source, target) = await PairAsync();
        await ReplicateAsync(target, West, source);
        await LocalS3.PutAsync(s3.Client(), source, "doc", "text");
        await StatusAsync(target, West, "doc", "REPLICA");
        var tagging = new Tagging { TagSet = [new Tag { Key = "reviewed", Value = "yes" }] };

        await s3.Client(West).PutObjectTaggingAsync(new PutObjectTaggingRequest { BucketName = target, Key = "doc", Tagging = tagging });

        var tags = await LocalS3.EventuallyAsync(
            async () => (await s3.Client().GetObjectTaggingAsync(new() { BucketName = source, Key = "doc" })).Tagging,
            tags => tags?.Count == 1);
        Assert.Equal("yes", tags[0].Value);
        Assert.Single((await s3.Client().ListVersionsAsync(source, "doc")).Versions);
        Assert.Single((await s3.Client(West).ListVersionsAsync(target, "doc")).Versions);
    }

    private async Task<(string Source, string Target)> PairAsync(bool deleteMarkers = true)
    {
        var (source, target) = (await s3.BucketAsync(East, versioned: true), await s3.BucketAsync(West, versioned: true));
        await ReplicateAsync(source, East, target, deleteMarkers);
        return (source, target);
    }

    private Task<PutBucketReplicationResponse> ReplicateAsync(
        string source, string region, string target, bool deleteMarkers = true, string prefix = "", AmazonS3Client? client = null,
        string role = "arn:aws:iam::000000000000:role/replication") =>
        (client ?? s3.Client(region)).PutBucketReplicationAsync(new PutBucketReplicationRequest
        {
            BucketName = source,
            Configuration = new ReplicationConfiguration
            {
                Role = role,
                Rules =
                [
                    new ReplicationRule
                    {
                        Id = "all",
                        Priority = 1,
                        Status = ReplicationRuleStatus.Enabled,
                        Filter = new ReplicationRuleFilter { Prefix = prefix },
                        DeleteMarkerReplication = new()
                        {
                            Status = deleteMarkers ? DeleteMarkerReplicationStatus.Enabled : DeleteMarkerReplicationStatus.Disabled,
                        },
                        SourceSelectionCriteria = new() { ReplicaModifications = new() { Status = ReplicaModificationsStatus.Enabled } },
                        Destination = new ReplicationDestination
                        {
                            BucketArn = $"arn:aws:s3:::{target}",
                            ReplicationTime = new() { Status = ReplicationTimeStatus.Enabled, Time = new() { Minutes = 15 } },
                            Metrics = new() { Status = MetricsStatus.Enabled, EventThreshold = new() { Minutes = 15 } },
                        },
                    },
                ],
            },
        });

    private Task<GetObjectMetadataResponse> StatusAsync(string bucket, string region, string key, string status, LocalS3? cloud = null)
    {
        var client = (cloud ?? s3).Client(region);
        return LocalS3.EventuallyAsync(
            async () =>
            {
                try
                {
                    return await client.GetObjectMetadataAsync(bucket, key);
                }
                catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
                {
                    return new GetObjectMetadataResponse();
                }
            },
            head => head.ReplicationStatus?.Value == status);
    }
}

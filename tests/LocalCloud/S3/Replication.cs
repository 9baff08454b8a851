using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3;

/// <summary>Sets up the replication of buckets, and waits for what comes of it.</summary>
internal sealed class Replication(LocalS3 s3)
{
    public const string East = "us-east-1";
    public const string West = "us-west-2";

    /// <summary>Two new buckets, the first copied to the second.</summary>
    public async Task<(string Source, string Target)> PairAsync(bool deleteMarkers = true)
    {
        var (source, target) = (await s3.BucketAsync(East, versioned: true), await s3.BucketAsync(West, versioned: true));
        await ReplicateAsync(source, East, target, deleteMarkers);
        return (source, target);
    }

    public Task<PutBucketReplicationResponse> ReplicateAsync(
        string source, string region, string target, bool deleteMarkers = true, string prefix = "", AmazonS3Client? client = null,
        string role = "arn:aws:iam::000000000000:role/replication", string? second = null) =>
        (client ?? s3.Client(region)).PutBucketReplicationAsync(new PutBucketReplicationRequest
        {
            BucketName = source,
            Configuration = new ReplicationConfiguration
            {
                Role = role,
                Rules =
                [
                    .. new[] { target, second }.OfType<string>().Select((bucket, place) => new ReplicationRule
                    {
                        Id = $"to-{bucket}",
                        Priority = place + 1,
                        Status = ReplicationRuleStatus.Enabled,
                        Filter = new ReplicationRuleFilter { Prefix = prefix },
                        DeleteMarkerReplication = new()
                        {
                            Status = deleteMarkers ? DeleteMarkerReplicationStatus.Enabled : DeleteMarkerReplicationStatus.Disabled,
                        },
                        SourceSelectionCriteria = new() { ReplicaModifications = new() { Status = ReplicaModificationsStatus.Enabled } },
                        Destination = new ReplicationDestination
                        {
                            BucketArn = $"arn:aws:s3:::{bucket}",
                            ReplicationTime = new() { Status = ReplicationTimeStatus.Enabled, Time = new() { Minutes = 15 } },
                            Metrics = new() { Status = MetricsStatus.Enabled, EventThreshold = new() { Minutes = 15 } },
                        },
                    }),
                ],
            },
        });

    /// <summary>The object when it has a status; waits for that.</summary>
    public Task<GetObjectMetadataResponse> StatusAsync(string bucket, string region, string key, string status, LocalS3? cloud = null)
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

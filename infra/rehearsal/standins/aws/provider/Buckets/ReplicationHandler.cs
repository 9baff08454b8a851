using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>A bucket's replication rules. S3 wants versioning on both sides first, so order matters.</summary>
internal sealed class ReplicationHandler : BucketSettingHandler
{
    /// <summary>Makes the kind.</summary>
    public ReplicationHandler(S3Clients clients, AwsSettings settings)
        : base("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "replication", clients, settings)
    {
        Rules = Problems;
    }

    /// <inheritdoc/>
    protected override Task PutAsync(AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation) =>
        client.PutBucketReplicationAsync(
            new PutBucketReplicationRequest
            {
                BucketName = bucket,
                Configuration = new ReplicationConfiguration
                {
                    Role = inputs.Text("role"),
                    Rules = [.. inputs.Objects("rules").Select(Rule)],
                },
            },
            cancellation);

    /// <inheritdoc/>
    protected override async Task<PropertyMap?> FindAsync(
        AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation)
    {
        var answer = await S3Failures.FindAsync(What(bucket), () =>
            client.GetBucketReplicationAsync(new GetBucketReplicationRequest { BucketName = bucket }, cancellation));
        return answer?.Configuration?.Rules is { Count: > 0 }
            ? PropertyMap.Empty.SetItem("role", new PropertyValue(answer.Configuration.Role))
            : null;
    }

    /// <inheritdoc/>
    protected override Task RemoveAsync(AmazonS3Client client, string bucket, PropertyMap state, CancellationToken cancellation) =>
        client.DeleteBucketReplicationAsync(new DeleteBucketReplicationRequest { BucketName = bucket }, cancellation);

    private static ReplicationRule Rule(PropertyMap rule) => new()
    {
        Id = rule.Text("id"),
        Priority = rule.Whole("priority") ?? (rule.Has("filter") ? 0 : null),
        Status = ReplicationRuleStatus.FindValue(rule.Text("status")),
        // An empty filter has to be written, or S3 takes the rule for one of the old schema.
        Filter = rule.Object("filter") is { } filter ? new ReplicationRuleFilter { Prefix = filter.Text("prefix") ?? "" } : null,
        DeleteMarkerReplication = rule.Object("deleteMarkerReplication") is { } markers
            ? new DeleteMarkerReplication { Status = DeleteMarkerReplicationStatus.FindValue(markers.Text("status")) }
            : null,
        SourceSelectionCriteria = rule.Object("sourceSelectionCriteria")?.Object("replicaModifications") is { } modifications
            ? new SourceSelectionCriteria
            {
                ReplicaModifications = new ReplicaModifications
                {
                    Status = ReplicaModificationsStatus.FindValue(modifications.Text("status")),
                },
            }
            : null,
        Destination = Destination(rule.Object("destination")!),
    };

    private static ReplicationDestination Destination(PropertyMap destination) => new()
    {
        BucketArn = destination.Text("bucket"),
        AccountId = destination.Text("account"),
        StorageClass = destination.Text("storageClass") is { } storage ? S3StorageClass.FindValue(storage) : null,
        ReplicationTime = destination.Object("replicationTime") is { } time
            ? new ReplicationTime
            {
                Status = ReplicationTimeStatus.FindValue(time.Text("status")),
                Time = new ReplicationTimeValue { Minutes = time.Object("time")?.Whole("minutes") },
            }
            : null,
        Metrics = destination.Object("metrics") is { } metrics
            ? new Metrics
            {
                Status = MetricsStatus.FindValue(metrics.Text("status")),
                EventThreshold = metrics.Object("eventThreshold") is { } threshold
                    ? new ReplicationTimeValue { Minutes = threshold.Whole("minutes") }
                    : null,
            }
            : null,
    };

    private static IEnumerable<CheckFailure> Problems(PropertyMap inputs)
    {
        var rules = inputs.Objects("rules");
        if (inputs.Text("role") is { } role && !role.StartsWith("arn:", StringComparison.Ordinal))
            yield return new CheckFailure("role", $"'{role}' is no ARN.");
        for (var i = 0; i < rules.Length; i++)
            foreach (var failure in CheckRule(string.Create(CultureInfo.InvariantCulture, $"rules[{i}]"), rules[i]))
                yield return failure;
        if (rules.GroupBy(rule => rule.Whole("priority") ?? 0).FirstOrDefault(group => group.Count() > 1) is { } twice && rules.Length > 1)
            yield return new CheckFailure("rules", $"priority {twice.Key} is there more than once; each rule needs its own.");
    }

    private static IEnumerable<CheckFailure> CheckRule(string path, PropertyMap rule)
    {
        foreach (var failure in InputRules.Values($"{path}.status", rule.Text("status"), "Enabled", "Disabled")) yield return failure;
        if (rule.Has("filter") && !rule.Has("deleteMarkerReplication"))
            yield return new CheckFailure(path, "a rule with 'filter' must say what becomes of delete markers: 'deleteMarkerReplication'.");
        if (rule.Object("destination") is not { } destination) yield break;
        if (destination.Object("replicationTime")?.Text("status") == "Enabled"
            && destination.Object("metrics")?.Text("status") != "Enabled")
            yield return new CheckFailure($"{path}.destination.metrics", "time control needs metrics: 'status' must be 'Enabled'.");
        if (destination.Object("replicationTime")?.Object("time")?.Whole("minutes") is { } minutes and not 15)
            yield return new CheckFailure($"{path}.destination.replicationTime.time.minutes", $"it is {minutes}; S3 knows 15 only.");
    }
}

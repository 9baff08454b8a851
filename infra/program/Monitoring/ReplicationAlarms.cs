using System.Collections.Immutable;
using PipAi.Infra.Storage;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;

namespace PipAi.Infra.Monitoring;

/// <summary>
/// Tells when copies lag or fail. S3 publishes the lag in the region of the destination, so that is where the alarm and its
/// topic are; a copy that failed is told by the source.
/// </summary>
internal sealed class ReplicationAlarms : ComponentResource
{
    private const int PeriodSeconds = 300;

    /// <summary>Declares an alarm for each way between two buckets, and a notification for each bucket.</summary>
    public ReplicationAlarms(string name, ReplicationAlarmsArgs args, ComponentResourceOptions? options = null)
        : base("pipai:monitoring:ReplicationAlarms", name, options)
    {
        foreach (var source in args.Buckets)
        {
            foreach (var destination in args.Buckets.Where(bucket => bucket != source))
                DeclareLag($"{name}-{source.Region}-to-{destination.Region}", source, destination, args);
            if (args.Buckets.Length > 1) DeclareFailures($"{name}-{source.Region}", source, args);
        }

        RegisterOutputs();
    }

    private void DeclareLag(string name, RegionalBucket source, RegionalBucket destination, ReplicationAlarmsArgs args) =>
        _ = new MetricAlarm(name, new MetricAlarmArgs
        {
            Name = $"pip-ai-{name}{args.NameSuffix}",
            AlarmDescription = $"Documents written in {source.Region} reach {destination.Region} more than {args.LagSeconds} seconds late.",
            Region = destination.Region,
            Namespace = "AWS/S3",
            MetricName = "ReplicationLatency",
            Dimensions =
            {
                ["SourceBucket"] = source.Name,
                ["DestinationBucket"] = destination.Name,
                ["RuleId"] = ReplicationMesh.RuleId(destination.Region),
            },
            Statistic = "Maximum",
            Period = PeriodSeconds,
            EvaluationPeriods = 3,
            DatapointsToAlarm = 2,
            Threshold = args.LagSeconds,
            ComparisonOperator = "GreaterThanThreshold",
            // Nothing to copy, nothing to measure.
            TreatMissingData = "notBreaching",
            AlarmActions = { args.Topics.In(destination.Region) },
            OkActions = { args.Topics.In(destination.Region) },
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this });

    private void DeclareFailures(string name, RegionalBucket source, ReplicationAlarmsArgs args) =>
        _ = new BucketNotification(name, new BucketNotificationArgs
        {
            Bucket = source.Name,
            Region = source.Region,
            // AWS Backup listens on EventBridge; this resource would switch that off if it did not say so.
            Eventbridge = true,
            Topics =
            {
                new BucketNotificationTopicArgs
                {
                    Id = "replication-failed",
                    TopicArn = args.Topics.In(source.Region),
                    Events = { "s3:Replication:OperationFailedReplication", "s3:Replication:OperationMissedThreshold" },
                },
            },
        }, new CustomResourceOptions { Parent = this, DependsOn = [args.Topics, source.Versioning] });
}

/// <summary>What <see cref="ReplicationAlarms"/> are made of.</summary>
internal sealed record ReplicationAlarmsArgs
{
    /// <summary>The buckets, each copied to every other.</summary>
    public required ImmutableArray<RegionalBucket> Buckets { get; init; }

    /// <summary>Seconds by which a copy may lag.</summary>
    public required int LagSeconds { get; init; }

    /// <summary>Who is told.</summary>
    public required AlertTopics Topics { get; init; }

    /// <summary>Ends names that must be unique in the account.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

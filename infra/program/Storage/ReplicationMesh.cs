using System.Collections.Immutable;
using PipAi.Infra.Identity;
using Pulumi;
using Pulumi.Aws.Iam;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;

namespace PipAi.Infra.Storage;

/// <summary>
/// Copies from every bucket to every other. S3 does not pass copies on, so regions that may each become the primary one
/// need rules in both directions; with them, failing over and back loses nothing. A bucket that is to go is a source only.
/// </summary>
internal sealed class ReplicationMesh : ComponentResource
{
    // The only value S3 knows.
    private const int PromisedMinutes = 15;

    /// <summary>Declares the role and one configuration for each bucket.</summary>
    public ReplicationMesh(string name, ReplicationMeshArgs args, ComponentResourceOptions? options = null)
        : base("pipai:storage:ReplicationMesh", name, options)
    {
        if (args.Sources.Length > 1) Configurations = Declare(name, args);
        RegisterOutputs();
    }

    /// <summary>The configurations, one for each source; none where there is nothing to copy to.</summary>
    public ImmutableArray<BucketReplicationConfig> Configurations { get; } = [];

    /// <summary>The name of the rule that copies to a region: also its name in CloudWatch.</summary>
    public static string RuleId(string destinationRegion) => $"to-{destinationRegion}";

    private ImmutableArray<BucketReplicationConfig> Declare(string name, ReplicationMeshArgs args)
    {
        var role = new Role(name, new RoleArgs
        {
            Name = args.RoleName,
            Description = "S3 copies documents between the buckets of this stack",
            PermissionsBoundary = args.BoundaryArn,
            AssumeRolePolicy = TrustPolicies.OfService("s3.amazonaws.com").ToJson(),
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this });
        var policy = new RolePolicy(name, new RolePolicyArgs
        {
            Role = role.Name,
            Name = "replicate",
            Policy = BucketPolicies.Replicate([.. args.Sources.Select(bucket => (Input<string>)bucket.Arn)]).ToJson(),
        }, new CustomResourceOptions { Parent = this });

        // S3 refuses a rule whose source or destination keeps no versions yet, and nobody retries that.
        InputList<Resource> ready = [policy, .. args.Sources.Select(bucket => bucket.Versioning)];
        return [.. from source in args.Sources
                   let destinations = args.Destinations.Remove(source)
                   where !destinations.IsEmpty
                   select new BucketReplicationConfig($"{name}-from-{source.Region}", new BucketReplicationConfigArgs
                   {
                       Bucket = source.Name,
                       Region = source.Region,
                       Role = role.Arn,
                       Rules = destinations.Select(Rule).ToArray(),
                   }, new CustomResourceOptions { Parent = this, DependsOn = ready })];
    }

    private static BucketReplicationConfigRuleArgs Rule(RegionalBucket destination, int index) => new()
    {
        Id = RuleId(destination.Region),
        Priority = index + 1,
        Status = "Enabled",
        // The empty prefix is the whole bucket; without a filter S3 would take the rule for one of its old kind.
        Filter = new BucketReplicationConfigRuleFilterArgs { Prefix = "" },
        DeleteMarkerReplication = new BucketReplicationConfigRuleDeleteMarkerReplicationArgs { Status = "Enabled" },
        SourceSelectionCriteria = new BucketReplicationConfigRuleSourceSelectionCriteriaArgs
        {
            ReplicaModifications = new BucketReplicationConfigRuleSourceSelectionCriteriaReplicaModificationsArgs { Status = "Enabled" },
        },
        Destination = new BucketReplicationConfigRuleDestinationArgs
        {
            Bucket = destination.Arn,
            ReplicationTime = new BucketReplicationConfigRuleDestinationReplicationTimeArgs
            {
                Status = "Enabled",
                Time = new BucketReplicationConfigRuleDestinationReplicationTimeTimeArgs { Minutes = PromisedMinutes },
            },
            // The promised time is not to be had without the metrics.
            Metrics = new BucketReplicationConfigRuleDestinationMetricsArgs
            {
                Status = "Enabled",
                EventThreshold = new BucketReplicationConfigRuleDestinationMetricsEventThresholdArgs { Minutes = PromisedMinutes },
            },
        },
    };
}

/// <summary>What a <see cref="ReplicationMesh"/> is made of.</summary>
internal sealed record ReplicationMeshArgs
{
    /// <summary>Name of the role that S3 copies with.</summary>
    public required string RoleName { get; init; }

    /// <summary>ARN of the most that the role may ever do.</summary>
    public required Input<string> BoundaryArn { get; init; }

    /// <summary>The buckets that are copied.</summary>
    public required ImmutableArray<RegionalBucket> Sources { get; init; }

    /// <summary>Those of them that the others are copied to.</summary>
    public required ImmutableArray<RegionalBucket> Destinations { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

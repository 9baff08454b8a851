using System.Collections.Immutable;
using PipAi.Infra.Identity;
using Pulumi;
using Pulumi.Aws.Iam;

namespace PipAi.Infra.Storage;

/// <summary>
/// Recovery of a bucket to any second of the last days, by AWS Backup's continuous backup. It does not travel: a copy in
/// another region is a mere snapshot, so every region that needs it has a vault and a plan of its own. With two of them the
/// loss of a region, vault and all, leaves one.
/// </summary>
internal sealed class PointInTimeRecovery : ComponentResource
{
    private static readonly ImmutableDictionary<string, string> ManagedPolicies = ImmutableDictionary.CreateRange(
        new Dictionary<string, string>
        {
            ["backup"] = "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
            ["restore"] = "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
        });

    /// <summary>Declares the role that AWS Backup works with and, for each bucket, its recovery.</summary>
    public PointInTimeRecovery(string name, PointInTimeRecoveryArgs args, ComponentResourceOptions? options = null)
        : base("pipai:storage:PointInTimeRecovery", name, options)
    {
        if (args.Buckets.Length > 0) Regions = Declare(name, args);
        RegisterOutputs();
    }

    /// <summary>The recovery in each region; none where no bucket can be put back.</summary>
    public ImmutableArray<RegionalRecovery> Regions { get; } = [];

    private ImmutableArray<RegionalRecovery> Declare(string name, PointInTimeRecoveryArgs args)
    {
        var child = new CustomResourceOptions { Parent = this };
        var role = new Role(name, new RoleArgs
        {
            Name = args.RoleName,
            Description = "AWS Backup saves and restores the document buckets",
            AssumeRolePolicy = TrustPolicies.OfService("backup.amazonaws.com").ToJson(),
            Tags = args.Tags.ToDictionary(),
        }, child);
        ImmutableArray<Resource> rights = [.. ManagedPolicies.OrderBy(policy => policy.Key, StringComparer.Ordinal)
            .Select(policy => new RolePolicyAttachment($"{name}-{policy.Key}", new RolePolicyAttachmentArgs
            {
                Role = role.Name,
                PolicyArn = policy.Value,
            }, child))];
        return [.. args.Buckets.Select(bucket => new RegionalRecovery($"{name}-{bucket.Region}", new RegionalRecoveryArgs
        {
            NameSuffix = args.NameSuffix,
            Bucket = bucket,
            RoleArn = role.Arn,
            Rights = rights,
            Days = args.Days,
            IsTested = args.IsTested,
            IsProtected = bucket.IsProtected,
            Tags = args.Tags,
        }, new ComponentResourceOptions { Parent = this }))];
    }
}

/// <summary>What a <see cref="PointInTimeRecovery"/> is made of.</summary>
internal sealed record PointInTimeRecoveryArgs
{
    /// <summary>Name of the role that AWS Backup works with.</summary>
    public required string RoleName { get; init; }

    /// <summary>Ends names that must be unique in the account.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>The buckets that can be put back.</summary>
    public required ImmutableArray<RegionalBucket> Buckets { get; init; }

    /// <summary>Days back to which they can be put, 1 to 35.</summary>
    public required int Days { get; init; }

    /// <summary>Whether AWS Backup tries every week that it can restore them.</summary>
    public required bool IsTested { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

using System.Collections.Immutable;
using PipAi.Infra.Identity;
using Pulumi;
using Pulumi.Aws.Backup;
using Pulumi.Aws.Backup.Inputs;
using Pulumi.Aws.Iam;

namespace PipAi.Infra.Storage;

/// <summary>
/// Recovery of a bucket to any second of the last days, by AWS Backup's continuous backup. It does not travel: a copy in
/// another region is a mere snapshot, so every region that needs it has a vault and a plan of its own.
/// </summary>
internal sealed class PointInTimeRecovery : ComponentResource
{
    private static readonly ImmutableDictionary<string, string> ManagedPolicies = ImmutableDictionary.CreateRange(
        new Dictionary<string, string>
        {
            ["backup"] = "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
            ["restore"] = "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
        });

    /// <summary>Declares the role and, in each region, opt-in, vault, lock, plan and selection, in the order AWS needs.</summary>
    public PointInTimeRecovery(string name, PointInTimeRecoveryArgs args, ComponentResourceOptions? options = null)
        : base("pipai:storage:PointInTimeRecovery", name, options)
    {
        if (args.Buckets.Length > 0)
        {
            var role = new Role(name, new RoleArgs
            {
                Name = $"{name}{args.NameSuffix}",
                Description = "AWS Backup saves and restores the document buckets",
                AssumeRolePolicy = BucketPolicies.TrustOf("backup.amazonaws.com").ToJson(),
                Tags = args.Tags.ToDictionary(),
            }, new CustomResourceOptions { Parent = this });
            ImmutableArray<Resource> rights = [.. ManagedPolicies.OrderBy(policy => policy.Key, StringComparer.Ordinal)
                .Select(policy => new RolePolicyAttachment($"{name}-{policy.Key}", new RolePolicyAttachmentArgs
                {
                    Role = role.Name,
                    PolicyArn = policy.Value,
                }, new CustomResourceOptions { Parent = this }))];
            RoleArns = [role.Arn];
            foreach (var bucket in args.Buckets) Declare($"{name}-{bucket.Region}", bucket, role, rights, args);
        }

        RegisterOutputs();
    }

    /// <summary>ARN of the role that AWS Backup works with; none where no bucket can be put back.</summary>
    public ImmutableArray<Input<string>> RoleArns { get; } = [];

    private void Declare(string name, RegionalBucket bucket, Role role, ImmutableArray<Resource> rights, PointInTimeRecoveryArgs args)
    {
        var child = new CustomResourceOptions { Parent = this };
        // AWS Backup leaves S3 alone in a region until it is told not to.
        var optIn = new RegionSettings(name, new RegionSettingsArgs
        {
            Region = bucket.Region,
            ResourceTypeOptInPreference = { ["S3"] = true },
        }, child);
        var vault = new Vault(name, new VaultArgs
        {
            Name = $"{name}{args.NameSuffix}",
            Region = bucket.Region,
            ForceDestroy = !args.IsProtected,
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this, Protect = args.IsProtected, DependsOn = optIn });
        if (args.IsProtected)
        {
            // Without `ChangeableForDays` the lock can still be taken off by those who may; with it, never again by anybody.
            _ = new VaultLockConfiguration(name, new VaultLockConfigurationArgs
            {
                BackupVaultName = vault.Name,
                Region = bucket.Region,
                MinRetentionDays = 1,
                MaxRetentionDays = args.Days,
            }, child);
        }

        var plan = new Plan(name, new PlanArgs
        {
            Name = $"{name}{args.NameSuffix}",
            Region = bucket.Region,
            Tags = args.Tags.ToDictionary(),
            Rules =
            {
                new PlanRuleArgs
                {
                    RuleName = "continuous",
                    TargetVaultName = vault.Name,
                    Schedule = "cron(0 5 * * ? *)",
                    EnableContinuousBackup = true,
                    StartWindow = 60,
                    CompletionWindow = 720,
                    Lifecycle = new PlanRuleLifecycleArgs { DeleteAfter = args.Days },
                },
            },
        }, child);
        _ = new Selection(name, new SelectionArgs
        {
            Name = "documents",
            Region = bucket.Region,
            PlanId = plan.Id,
            IamRoleArn = role.Arn,
            Resources = { bucket.Arn },
        }, new CustomResourceOptions { Parent = this, DependsOn = rights.Add(bucket.Versioning), DeleteBeforeReplace = true });
    }
}

/// <summary>What a <see cref="PointInTimeRecovery"/> is made of.</summary>
internal sealed record PointInTimeRecoveryArgs
{
    /// <summary>Ends names that must be unique in the account.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>The buckets that can be put back.</summary>
    public required ImmutableArray<RegionalBucket> Buckets { get; init; }

    /// <summary>Days back to which they can be put, 1 to 35.</summary>
    public required int Days { get; init; }

    /// <summary>Whether Pulumi refuses to delete the vaults.</summary>
    public required bool IsProtected { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Backup;
using Pulumi.Aws.Backup.Inputs;

namespace PipAi.Infra.Storage;

/// <summary>
/// Proves every week that a vault's newest backup can be restored: AWS Backup restores it into a bucket of its own, which it
/// deletes afterwards. A backup that was never restored is a hope.
/// </summary>
internal sealed class RestoreTesting : ComponentResource
{
    /// <summary>Declares the plan and what it tries.</summary>
    public RestoreTesting(string name, RestoreTestingArgs args, ComponentResourceOptions? options = null)
        : base("pipai:storage:RestoreTesting", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var plan = new RestoreTestingPlan(name, new RestoreTestingPlanArgs
        {
            // These names take no hyphens.
            Name = $"pip-ai-documents{args.NameSuffix}".Replace('-', '_'),
            Region = args.Bucket.Region,
            ScheduleExpression = "cron(0 9 ? * SUN *)",
            StartWindowHours = 24,
            RecoveryPointSelection = new RestoreTestingPlanRecoveryPointSelectionArgs
            {
                Algorithm = "LATEST_WITHIN_WINDOW",
                IncludeVaults = { args.VaultArn },
                RecoveryPointTypes = { "CONTINUOUS" },
                SelectionWindowDays = args.Days,
            },
            Tags = args.Tags.ToDictionary(),
        }, child);
        _ = new RestoreTestingSelection(name, new RestoreTestingSelectionArgs
        {
            Name = "documents",
            Region = args.Bucket.Region,
            RestoreTestingPlanName = plan.Name,
            ProtectedResourceType = "S3",
            ProtectedResourceArns = { args.Bucket.Arn },
            IamRoleArn = args.RoleArn,
        }, child);
        RegisterOutputs();
    }
}

/// <summary>What <see cref="RestoreTesting"/> is made of.</summary>
internal sealed record RestoreTestingArgs
{
    /// <summary>Ends names that must be unique in the account.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>The bucket whose backup is restored.</summary>
    public required RegionalBucket Bucket { get; init; }

    /// <summary>ARN of the vault that holds the backups.</summary>
    public required Input<string> VaultArn { get; init; }

    /// <summary>ARN of the role that AWS Backup restores with.</summary>
    public required Input<string> RoleArn { get; init; }

    /// <summary>Days that a backup may be old.</summary>
    public required int Days { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

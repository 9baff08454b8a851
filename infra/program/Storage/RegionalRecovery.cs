using Pulumi;
using Pulumi.Aws.Backup;
using Pulumi.Aws.Backup.Inputs;

namespace PipAi.Infra.Storage;

/// <summary>The vault, its lock, and the plan that records every change of one bucket, in the order AWS needs.</summary>
internal sealed class RegionalRecovery : ComponentResource
{
    /// <summary>Declares opt-in, vault, lock, plan, selection and, where wanted, the tests.</summary>
    public RegionalRecovery(string name, RegionalRecoveryArgs args, ComponentResourceOptions? options = null)
        : base("pipai:storage:RegionalRecovery", name, options)
    {
        Region = args.Bucket.Region;
        IsTested = args.IsTested;
        var vault = DeclareVault(name, args);
        VaultName = vault.Name;
        DeclarePlan(name, vault, args);
        if (args.IsTested)
        {
            _ = new RestoreTesting($"{name}-test", new RestoreTestingArgs
            {
                NameSuffix = args.NameSuffix,
                Bucket = args.Bucket,
                VaultArn = vault.Arn,
                RoleArn = args.RoleArn,
                Days = args.Days,
                Tags = args.Tags,
            }, new ComponentResourceOptions { Parent = this });
        }

        RegisterOutputs(new Dictionary<string, object?> { ["vault"] = VaultName });
    }

    /// <summary>The AWS region.</summary>
    public string Region { get; }

    /// <summary>Name of the vault.</summary>
    public Output<string> VaultName { get; }

    /// <summary>Whether it is tried that backups can be restored.</summary>
    public bool IsTested { get; }

    private Vault DeclareVault(string name, RegionalRecoveryArgs args)
    {
        // AWS Backup leaves S3 alone in a region until it is told not to.
        var optIn = new RegionSettings(name, new RegionSettingsArgs
        {
            Region = Region,
            ResourceTypeOptInPreference = { ["S3"] = true },
        }, new CustomResourceOptions
        {
            Parent = this,
            // AWS answers with every kind of resource that it could save, whatever was asked for.
            IgnoreChanges = { "resourceTypeOptInPreference" },
        });
        var vault = new Vault(name, new VaultArgs
        {
            Name = $"pip-ai-documents{args.NameSuffix}",
            Region = Region,
            ForceDestroy = !args.IsProtected,
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this, Protect = args.IsProtected, DependsOn = optIn });
        if (!args.IsProtected) return vault;

        _ = new VaultLockConfiguration(name, new VaultLockConfigurationArgs
        {
            BackupVaultName = vault.Name,
            Region = Region,
            MinRetentionDays = args.Days,
            MaxRetentionDays = args.Days,
            // Without `ChangeableForDays` the lock can still be taken off by those who may; with it, never again, not even by AWS.
        }, new CustomResourceOptions { Parent = this });
        return vault;
    }

    private void DeclarePlan(string name, Vault vault, RegionalRecoveryArgs args)
    {
        var plan = new Plan(name, new PlanArgs
        {
            Name = $"pip-ai-documents{args.NameSuffix}",
            Region = Region,
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
        }, new CustomResourceOptions { Parent = this });
        _ = new Selection(name, new SelectionArgs
        {
            Name = "documents",
            Region = Region,
            PlanId = plan.Id,
            IamRoleArn = args.RoleArn,
            Resources = { args.Bucket.Arn },
        }, new CustomResourceOptions { Parent = this, DependsOn = args.Rights.Add(args.Bucket.Versioning), DeleteBeforeReplace = true });
    }
}

using System.Collections.Immutable;
using PipAi.Infra.Storage;
using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace PipAi.Infra.Monitoring;

/// <summary>Tells when a backup failed, and when a test could not restore one.</summary>
internal sealed class RecoveryAlarms : ComponentResource
{
    private const int HourSeconds = 3600;

    /// <summary>Declares the alarms of each region with a vault.</summary>
    public RecoveryAlarms(string name, RecoveryAlarmsArgs args, ComponentResourceOptions? options = null)
        : base("pipai:monitoring:RecoveryAlarms", name, options)
    {
        foreach (var recovery in args.Recoveries)
        {
            Declare($"{name}-{recovery.Region}-backup", recovery.Region, args, "NumberOfBackupJobsFailed",
                new InputMap<string> { ["BackupVaultName"] = recovery.VaultName },
                $"A backup of the documents in {recovery.Region} failed.");
            if (!recovery.IsTested) continue;
            Declare($"{name}-{recovery.Region}-restore", recovery.Region, args, "NumberOfRestoreJobsFailed",
                new InputMap<string> { ["ResourceType"] = "S3" }, $"A backup of the documents in {recovery.Region} could not be restored.");
        }

        RegisterOutputs();
    }

    private void Declare(
        string name, string region, RecoveryAlarmsArgs args, string metric, InputMap<string> dimensions, string description) =>
        _ = new MetricAlarm(name, new MetricAlarmArgs
        {
            Name = $"pip-ai-{name}{args.NameSuffix}",
            AlarmDescription = description,
            Region = region,
            Namespace = "AWS/Backup",
            MetricName = metric,
            Dimensions = dimensions,
            Statistic = "Sum",
            Period = HourSeconds,
            EvaluationPeriods = 1,
            Threshold = 0,
            ComparisonOperator = "GreaterThanThreshold",
            // Most hours have no job, and so nothing to count.
            TreatMissingData = "notBreaching",
            AlarmActions = { args.Topics.In(region) },
            OkActions = { args.Topics.In(region) },
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this });
}

/// <summary>What <see cref="RecoveryAlarms"/> are made of.</summary>
internal sealed record RecoveryAlarmsArgs
{
    /// <summary>The recovery in each region.</summary>
    public required ImmutableArray<RegionalRecovery> Recoveries { get; init; }

    /// <summary>Who is told.</summary>
    public required AlertTopics Topics { get; init; }

    /// <summary>Ends names that must be unique in the account.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

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
            var (region, vault) = (recovery.Region, recovery.VaultName);
            Declare(args, new($"{name}-{region}-backup", region, "NumberOfBackupJobsFailed",
                new InputMap<string> { ["BackupVaultName"] = vault }, $"A backup of the documents in {region} failed."));
            if (!recovery.IsTested) continue;
            Declare(args, new($"{name}-{region}-restore", region, "NumberOfRestoreJobsFailed",
                new InputMap<string> { ["ResourceType"] = "S3" }, $"A backup of the documents in {region} could not be restored."));
        }

        RegisterOutputs();
    }

    private void Declare(RecoveryAlarmsArgs args, JobAlarm alarm) =>
        _ = new MetricAlarm(alarm.Name, new MetricAlarmArgs
        {
            Name = $"pip-ai-{alarm.Name}{args.NameSuffix}",
            AlarmDescription = alarm.Description,
            Region = alarm.Region,
            Namespace = "AWS/Backup",
            MetricName = alarm.Metric,
            Dimensions = alarm.Dimensions,
            Statistic = "Sum",
            Period = HourSeconds,
            EvaluationPeriods = 1,
            Threshold = 0,
            ComparisonOperator = "GreaterThanThreshold",
            // Most hours have no job, and so nothing to count.
            TreatMissingData = "notBreaching",
            AlarmActions = { args.Topics.In(alarm.Region) },
            OkActions = { args.Topics.In(alarm.Region) },
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this });

    /// <summary>An alarm on one count of AWS Backup's jobs.</summary>
    private sealed record JobAlarm(string Name, string Region, string Metric, InputMap<string> Dimensions, string Description);
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

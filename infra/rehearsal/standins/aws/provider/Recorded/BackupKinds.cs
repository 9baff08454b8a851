using System.Globalization;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using static PipAi.Providers.Aws.Handlers.Outputs;
using static PipAi.Providers.Aws.Recorded.Described;

namespace PipAi.Providers.Aws.Recorded;

/// <summary>AWS Backup, with the rules of its continuous backups of S3.</summary>
internal static class BackupKinds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<AwsHandler> All(AwsSettings settings) =>
    [
        new StateOnlyResource("aws:backup/vault:Vault", settings, Vault)
        {
            ReplaceOn = ["name", "kmsKeyArn", "region"],
            NameProperty = "name",
            IsAutoNamed = true,
        },
        new StateOnlyResource("aws:backup/vaultLockConfiguration:VaultLockConfiguration", settings, VaultLock)
        {
            ReplaceOn = ["backupVaultName", "changeableForDays", "maxRetentionDays", "minRetentionDays", "region"],
            NameProperty = "backupVaultName",
            Rules = CheckLock,
        },
        new StateOnlyResource("aws:backup/plan:Plan", settings, Plan)
        {
            ReplaceOn = ["name", "region"],
            NameProperty = "name",
            IsAutoNamed = true,
            Rules = CheckPlan,
        },
        new StateOnlyResource("aws:backup/selection:Selection", settings, call => Resource(
            call,
            Uuid(call, call.Inputs.Text("name"), call.Inputs.Text("planId"), call.Inputs.Text("iamRoleArn")),
            ("notResources", Nothing)))
        {
            ReplaceOn = ["*"],
            NameProperty = "name",
            IsAutoNamed = true,
        },
        .. RestoreTestingKinds.All(settings),
        new StateOnlyResource("aws:backup/regionSettings:RegionSettings", settings, call => Resource(
            call,
            call.Region,
            ("resourceTypeManagementPreference", Map([]))))
        {
            ReplaceOn = ["region"],
        },
    ];

    private static Resource Vault(ResourceCall call)
    {
        var (name, region) = (call.Name, call.Region);
        var key = Join($"arn:aws:kms:{region}:{RehearsalAccount.Id}:key/{Uuid(call, "aws/backup")}");
        return Resource(
            call,
            name,
            ("arn", Text(Join($"arn:aws:backup:{region}:{RehearsalAccount.Id}:backup-vault:{name}"))),
            ("kmsKeyArn", Text(key)),
            ("recoveryPoints", new PropertyValue(0)));
    }

    private static Resource VaultLock(ResourceCall call)
    {
        var name = call.Inputs.Text("backupVaultName");
        var arn = Join($"arn:aws:backup:{call.Region}:{RehearsalAccount.Id}:backup-vault:{name}");
        return Resource(call, name, ("backupVaultArn", Text(arn)));
    }

    private static Resource Plan(ResourceCall call)
    {
        var id = Uuid(call, call.Inputs.Text("name"));
        var arn = Join($"arn:aws:backup:{call.Region}:{RehearsalAccount.Id}:backup-plan:{id}");
        // A plan gets a new version with each change; a fingerprint of its content changes with it, too.
        var version = call.Inputs.IsUnknown("rules") ? null : Uuid(call, Contents(call.Inputs["rules"]));
        return Resource(call, id, ("arn", Text(arn)), ("version", Text(version)));
    }

    private static string Contents(PropertyValue value) => value.TryGetMap(out var map)
        ? string.Join(',', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Contents(pair.Value)}"))
        : value.TryGetArray(out var items) ? string.Join(';', items.Select(Contents)) : value.ToString() ?? "";

    private static IEnumerable<CheckFailure> CheckLock(PropertyMap inputs)
    {
        if (inputs.Whole("minRetentionDays") is { } least && inputs.Whole("maxRetentionDays") is { } most && least > most)
            yield return new CheckFailure("minRetentionDays", $"it is {least}, more than maxRetentionDays ({most}).");
        foreach (var failure in InputRules.Range("changeableForDays", inputs.Whole("changeableForDays"), 3, 36_500)) yield return failure;
    }

    private static IEnumerable<CheckFailure> CheckPlan(PropertyMap inputs)
    {
        var rules = inputs.Objects("rules");
        for (var i = 0; i < rules.Length; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"rules[{i}].lifecycle");
            if (rules[i].Flag("enableContinuousBackup") != true) continue;
            var lifecycle = rules[i].Object("lifecycle") ?? PropertyMap.Empty;
            if (!lifecycle.Has("deleteAfter"))
                yield return new CheckFailure($"{path}.deleteAfter", "a continuous backup needs it, from 1 to 35 days.");
            foreach (var failure in InputRules.Range($"{path}.deleteAfter", lifecycle.Whole("deleteAfter"), 1, 35)) yield return failure;
            if (lifecycle.Has("coldStorageAfter"))
                yield return new CheckFailure($"{path}.coldStorageAfter", "a continuous backup cannot move to cold storage.");
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Restores;

/// <summary>
/// What AWS Backup has of a bucket: a recovery point that goes on and on, from which any second of the last days is restored.
/// </summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Region">The vault's region, which is the bucket's.</param>
/// <param name="Vault">The vault's name.</param>
/// <param name="RoleArn">The role that AWS Backup restores with.</param>
/// <param name="Days">Days that it reaches back.</param>
internal sealed record RecoveryPoint(string Bucket, string Region, string Vault, string RoleArn, int Days)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private const string VaultType = "aws:backup/vault:Vault";
    private const string PlanType = "aws:backup/plan:Plan";
    private const string SelectionType = "aws:backup/selection:Selection";

    /// <summary>Finds those that the stack declares: the selections that name a bucket, whose plan keeps a continuous backup.</summary>
    public static ImmutableArray<RecoveryPoint> Of(ImmutableArray<DeclaredResource> declared, PlatformOutputs outputs) =>
    [
        .. from selection in declared
           where selection.Type == SelectionType
           from bucket in outputs.Buckets
           where selection.Outputs.GetProperty("resources").EnumerateArray().Any(arn => arn.GetString() == $"arn:aws:s3:::{bucket.Value}")
           from plan in declared
           where plan.Type == PlanType && plan.Id == Text(selection.Outputs, "planId")
           from rule in plan.Outputs.GetProperty("rules").EnumerateArray()
           where rule.TryGetProperty("enableContinuousBackup", out var continuous) && continuous.ValueKind == JsonValueKind.True
           from vault in declared
           where vault.Type == VaultType && Text(vault.Outputs, "name") == Text(rule, "targetVaultName")
               && Text(vault.Outputs, "region") == bucket.Key
           select new RecoveryPoint(
               bucket.Value, bucket.Key, Text(vault.Outputs, "name"), Text(selection.Outputs, "iamRoleArn"),
               rule.GetProperty("lifecycle").GetProperty("deleteAfter").GetInt32()),
    ];

    /// <summary>
    /// The command that restores to a time. It makes a bucket of its own: AWS Backup passes over every key that has an object, so into the
    /// bucket itself it would put back only what is missing.
    /// </summary>
    /// <param name="at">The time.</param>
    /// <param name="key">One object; null for the whole bucket.</param>
    public string Command(DateTimeOffset at, string? key)
    {
        var metadata = new Dictionary<string, string>
        {
            ["DestinationBucketName"] = NewBucket(at),
            ["NewBucket"] = "true",
            ["RestoreTime"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["Encrypted"] = "false",
            ["CreationToken"] = NewBucket(at),
        };
        if (key is not null) metadata["ItemsToRestore"] = JsonSerializer.Serialize(new[] { $"s3://{Bucket}/{key}" }, Plain);
        return $"""
            aws backup start-restore-job --region {Region} --iam-role-arn {RoleArn} \
              --recovery-point-arn "$(aws backup list-recovery-points-by-backup-vault --region {Region} \
                --backup-vault-name {Vault} --by-resource-arn arn:aws:s3:::{Bucket} --output text \
                --query "RecoveryPoints[?contains(RecoveryPointArn, ':continuous:')].RecoveryPointArn | [0]")" \
              --metadata '{JsonSerializer.Serialize(metadata, Plain).Replace("'", @"'\''", StringComparison.Ordinal)}'
            """;
    }

    /// <summary>A bucket that is not there yet; names have 63 characters at most.</summary>
    private string NewBucket(DateTimeOffset at)
    {
        var end = at.UtcDateTime.ToString("'-at-'yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return Bucket[..Math.Min(Bucket.Length, 63 - end.Length)].TrimEnd('-') + end;
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}

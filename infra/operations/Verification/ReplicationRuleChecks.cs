using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>
/// Has every bucket a rule that copies it to every other? One way is not enough: after a failover the other region is the one that is
/// written, and S3 does not pass copies on.
/// </summary>
internal sealed class ReplicationRuleChecks(PlatformOutputs outputs, PlatformAccess access)
{
    /// <summary>Asks each bucket for its rules.</summary>
    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellation) =>
        outputs.Buckets.Count < 2 ? [] : await Task.WhenAll(outputs.BucketRegions.Select(region => RulesAsync(region, cancellation)));

    private async Task<CheckResult> RulesAsync(string region, CancellationToken cancellation)
    {
        using var s3 = access.S3(region);
        var (bucket, others) = (outputs.Buckets[region], outputs.BucketRegions.Where(other => other != region).ToList());
        var rules = await PlatformCall.MakeAsync(
            $"The replication rules of '{bucket}' cannot be read", () => ReadAsync(s3, bucket, cancellation), cancellation);
        var missing = others.Select(other => (Region: other, Rule: rules.Find(rule => rule.Destination?.BucketArn == Arn(other))))
            .Where(found => found.Rule?.Status != ReplicationRuleStatus.Enabled || !CopiesDeletions(found.Rule))
            .Select(found => found.Rule is null ? $"no rule to {found.Region}"
                : found.Rule.Status != ReplicationRuleStatus.Enabled ? $"the rule to {found.Region} is {found.Rule.Status}"
                : $"the rule to {found.Region} leaves deletions out").ToList();
        return new CheckResult(
            "storage", $"{bucket} ({region}) is copied to every other bucket", missing.Count == 0,
            missing.Count == 0 ? $"to {string.Join(", ", others)}" : string.Join("; ", missing), "./pipai up --refresh")
        {
            Expected = $"to {string.Join(", ", others)}, deletions too",
            IsDeclared = true,
        };
    }

    private string Arn(string region) => $"arn:aws:s3:::{outputs.Buckets[region]}";

    private static bool CopiesDeletions(ReplicationRule rule) =>
        rule.DeleteMarkerReplication?.Status == DeleteMarkerReplicationStatus.Enabled;

    private static async Task<List<ReplicationRule>> ReadAsync(AmazonS3Client s3, string bucket, CancellationToken cancellation)
    {
        try
        {
            return (await s3.GetBucketReplicationAsync(new GetBucketReplicationRequest { BucketName = bucket }, cancellation))
                .Configuration?.Rules ?? [];
        }
        catch (AmazonS3Exception none) when (none.ErrorCode == "ReplicationConfigurationNotFoundError")
        {
            return [];
        }
    }
}

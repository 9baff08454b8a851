using System.Collections.Immutable;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Cost;

/// <summary>Which types of resources cost something, and how it is reckoned.</summary>
internal static class CostRules
{
    /// <summary>What a resource adds to the bill; empty when what decides it is not known yet.</summary>
    public delegate IEnumerable<CostLine> Rule(PlannedResource resource, CostContext context);

    /// <summary>Type to rule.</summary>
    public static readonly ImmutableDictionary<string, Rule> Priced = new Dictionary<string, Rule>
    {
        ["fly:index:Machine"] = FlyCosts.Machine,
        ["fly:index:Ip"] = FlyCosts.Address,
        ["aws:s3/bucket:Bucket"] = AwsCosts.Bucket,
        ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"] = AwsCosts.Replication,
        ["aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"] = AwsCosts.AccessPoint,
        ["aws:backup/plan:Plan"] = AwsCosts.Backup,
        ["aws:backup/restoreTestingPlan:RestoreTestingPlan"] = AwsCosts.RestoreTest,
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = AwsCosts.Alarm,
        ["aws:route53/healthCheck:HealthCheck"] = AwsCosts.HealthCheck,
        ["temporalcloud:index:Namespace"] = TemporalCosts.Namespace,
        ["vercel:index/project:Project"] = VercelCosts.Project,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Beginnings of types that nobody charges for, or that are in the price of what they belong to.</summary>
    private static readonly ImmutableArray<string> Free =
    [
        "pulumi:", "pipai:", "aws:iam/", "aws:sns/", "aws:s3/bucket", "aws:s3control/multiRegionAccessPoint", "aws:backup/",
        "fly:index:App", "fly:index:Image", "fly:index:Secret", "temporalcloud:index:ApiKey", "temporalcloud:index:ServiceAccount",
        "vercel:index/",
    ];

    /// <summary>Whether a type is known to cost nothing of its own.</summary>
    public static bool IsFree(string type) => Free.Any(start => type.StartsWith(start, StringComparison.Ordinal));
}

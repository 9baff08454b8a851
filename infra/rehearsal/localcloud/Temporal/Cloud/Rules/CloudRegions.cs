using Temporalio.Api.Cloud.Region.V1;

namespace PipAi.LocalCloud.Temporal.Cloud.Rules;

/// <summary>
/// The regions of Temporal Cloud on AWS, and which of them may hold one namespace together. As of 2026; the real list is what
/// GetRegions answers.
/// </summary>
internal static class CloudRegions
{
    private static readonly Dictionary<string, (string Location, string Group)> Known = new(StringComparer.Ordinal)
    {
        ["us-east-1"] = ("US East (N. Virginia)", "North America"),
        ["us-east-2"] = ("US East (Ohio)", "North America"),
        ["us-west-2"] = ("US West (Oregon)", "North America"),
        ["ca-central-1"] = ("Canada (Central)", "North America"),
        ["eu-central-1"] = ("Europe (Frankfurt)", "Europe"),
        ["eu-west-1"] = ("Europe (Ireland)", "Europe"),
        ["eu-west-2"] = ("Europe (London)", "Europe"),
        ["ap-northeast-1"] = ("Asia Pacific (Tokyo)", "Asia Pacific"),
        ["ap-northeast-2"] = ("Asia Pacific (Seoul)", "Asia Pacific"),
        ["ap-south-1"] = ("Asia Pacific (Mumbai)", "Asia Pacific"),
        ["ap-south-2"] = ("Asia Pacific (Hyderabad)", "Asia Pacific"),
        ["ap-southeast-1"] = ("Asia Pacific (Singapore)", "Asia Pacific"),
        ["ap-southeast-2"] = ("Asia Pacific (Sydney)", "Asia Pacific"),
        ["sa-east-1"] = ("South America (São Paulo)", "South America"),
    };

    /// <summary>Regions whose second replica may be in the region itself.</summary>
    private static readonly HashSet<string> WithReplicaOfTheirOwn = ["us-east-1", "us-west-2", "ap-southeast-2"];

    /// <summary>All of them, as the API answers them.</summary>
    public static IEnumerable<Region> All => Known.Select(region => new Region
    {
        Id = "aws-" + region.Key,
        CloudProvider = Region.Types.CloudProvider.Aws,
        CloudProviderRegion = region.Key,
        Location = region.Value.Location,
    });

    /// <summary>What is wrong with placing a namespace in these regions; null if nothing is.</summary>
    public static string? Fault(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0) return "a namespace needs a region";
        if (ids.Count > 2) return $"a namespace has at most 2 regions, not {ids.Count}";
        foreach (var id in ids)
        {
            if (!id.StartsWith("aws-", StringComparison.Ordinal) || !Known.ContainsKey(id[4..])) return $"unknown region '{id}'";
        }
        if (ids.Count == 1) return null;
        var (first, second) = (ids[0][4..], ids[1][4..]);
        if (first == second) return WithReplicaOfTheirOwn.Contains(first) ? null : $"region '{ids[0]}' has no replica in the region itself";
        return Known[first].Group == Known[second].Group
            ? null
            : $"'{ids[0]}' ({Known[first].Group}) and '{ids[1]}' ({Known[second].Group}) cannot hold one namespace: replicas stay on "
                + $"their continent";
    }
}

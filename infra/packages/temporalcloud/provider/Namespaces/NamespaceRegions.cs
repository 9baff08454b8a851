using PipAi.Plugins.Properties;

namespace PipAi.Providers.TemporalCloud.Namespaces;

/// <summary>
/// Which regions can hold one namespace together: those of one continent. Known as of 2026 and used for checks before a deployment;
/// regions that are newer pass, and Temporal Cloud decides.
/// </summary>
internal static class NamespaceRegions
{
    private static readonly ImmutableSortedDictionary<string, string> Continents = new Dictionary<string, string>
    {
        ["aws-us-east-1"] = "North America",
        ["aws-us-east-2"] = "North America",
        ["aws-us-west-2"] = "North America",
        ["aws-ca-central-1"] = "North America",
        ["aws-eu-central-1"] = "Europe",
        ["aws-eu-west-1"] = "Europe",
        ["aws-eu-west-2"] = "Europe",
        ["aws-ap-northeast-1"] = "Asia Pacific",
        ["aws-ap-northeast-2"] = "Asia Pacific",
        ["aws-ap-south-1"] = "Asia Pacific",
        ["aws-ap-south-2"] = "Asia Pacific",
        ["aws-ap-southeast-1"] = "Asia Pacific",
        ["aws-ap-southeast-2"] = "Asia Pacific",
        ["aws-sa-east-1"] = "South America",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly ImmutableArray<string> WithReplicaInTheSameRegion = ["aws-us-east-1", "aws-us-west-2", "aws-ap-southeast-2"];

    public static IEnumerable<CheckFailure> Check(ImmutableArray<string> regions, int listed)
    {
        if (listed == 0) yield return new CheckFailure("regions", "a namespace needs at least one region, like aws-us-east-1.");
        if (listed > 2)
            yield return new CheckFailure(
                "regions", $"a namespace has two regions at most, one active and one replica; here are {listed}.");
        foreach (var region in regions.Where(
            region => !region.StartsWith("aws-", StringComparison.Ordinal) && !region.StartsWith("gcp-", StringComparison.Ordinal)))
        {
            var hint = Spelling.DidYouMean("aws-" + region, Continents.Keys);
            yield return new CheckFailure(
                "regions", $"'{region}' lacks its cloud{(hint.Length > 0 ? hint : "; write it like aws-us-east-1.")}");
        }

        if (regions.Length == 2 && listed == 2 && Together(regions[0], regions[1]) is { } reason)
            yield return new CheckFailure("regions", reason);
    }

    private static string? Together(string first, string second)
    {
        if (first == second)
            return WithReplicaInTheSameRegion.Contains(first)
                ? null : $"'{first}' cannot hold a replica of its own; name another region of its continent.";
        if (!Continents.TryGetValue(first, out var here) || !Continents.TryGetValue(second, out var there) || here == there) return null;
        var partners = Continents.Where(region => region.Value == here && region.Key != first).Select(region => region.Key).ToArray();
        return $"'{first}' ({here}) and '{second}' ({there}) are on different continents, and a replica cannot cross them: "
            + (partners.Length > 0 ? $"choose {string.Join(", ", partners)}, or declare" : "declare") + " a second namespace there.";
    }
}

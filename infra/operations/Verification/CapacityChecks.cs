using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>
/// Is enough left when any one region is lost? What is there now is counted, and not what was declared: what is well, and what Fly's proxy
/// starts when requests come.
/// </summary>
internal static class CapacityChecks
{
    private const string Area = "capacity";

    /// <summary>Judges.</summary>
    /// <param name="outputs">The platform.</param>
    /// <param name="workers">The declared workers that are there.</param>
    /// <param name="parsers">The declared parsers that are there.</param>
    public static IEnumerable<CheckResult> Judge(
        PlatformOutputs outputs, IReadOnlyCollection<FleetMachine> workers, IReadOnlyCollection<FleetMachine> parsers)
    {
        foreach (var region in Regions(outputs.WorkerRegions))
            yield return Left("workers", region, workers, outputs.WorkersNeeded ?? 1, ("workerRegions", outputs.WorkerRegions));
        foreach (var region in Regions(outputs.UnstructuredRegions))
            yield return Left("parsers", region, parsers, 1, ("parsingRegions", outputs.UnstructuredRegions));
    }

    private static IEnumerable<string> Regions(IReadOnlyDictionary<string, int> declared) =>
        declared.Where(entry => entry.Value > 0).Select(entry => entry.Key);

    private static CheckResult Left(
        string what, string region, IEnumerable<FleetMachine> machines, int needed,
        (string Setting, IReadOnlyDictionary<string, int> Regions) declared)
    {
        var left = machines.Where(machine => machine.Region != region && (machine.Healthy || machine.IsOnDemand)).ToList();
        var where = left.GroupBy(machine => machine.Region).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Count()} in {group.Key}{(group.All(machine => machine.IsOnDemand) ? ", on demand" : "")}");
        return new CheckResult(
            Area, $"enough {what} are left without {region}", left.Count >= needed,
            left.Count == 0 ? "0" : $"{left.Count}: {string.Join(", ", where)}", Fix(region, needed, declared))
        {
            Expected = $"{needed} or more",
        };
    }

    /// <summary>More where fewest are, if too few were declared; else those that were are not well.</summary>
    private static string Fix(string region, int needed, (string Setting, IReadOnlyDictionary<string, int> Regions) declared)
    {
        var others = declared.Regions.Where(entry => entry.Key != region).OrderBy(entry => entry.Value)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        var missing = needed - others.Sum(entry => entry.Value);
        return missing <= 0 ? "./pipai status"
            : others.Count == 0 ? "./pipai config set --help"
            : $"./pipai config set --path {declared.Setting}.{others[0].Key} {others[0].Value + missing}";
    }
}

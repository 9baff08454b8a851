using System.Collections.Immutable;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Availability;

/// <summary>A change of the settings that makes the platform more available.</summary>
/// <param name="What">What it is.</param>
/// <param name="Commands">The commands that make it.</param>
/// <param name="Topology">Where the parts are then.</param>
internal sealed record Improvement(string What, ImmutableArray<string> Commands, Topology Topology)
{
    /// <summary>Share of time by which new work is accepted for longer.</summary>
    public double Gain { get; init; }

    /// <summary>The changes worth a thought, the one that helps most first; those that help nothing are left out.</summary>
    public static ImmutableArray<Improvement> Of(Topology topology, int workersNeeded)
    {
        var now = new PlatformModel(topology, workersNeeded, Case.Likely).NewWork;
        return
        [
            .. Candidates(topology)
                .Select(one => one with { Gain = new PlatformModel(one.Topology, workersNeeded, Case.Likely).NewWork - now })
                .Where(one => one.Gain > 1e-7)
                .OrderByDescending(one => one.Gain).ThenBy(one => one.What, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<Improvement> Candidates(Topology topology)
    {
        var (regions, workers) = (topology.Workers.Keys.ToList(), topology.Workers.Values.Sum());
        if (regions.Count > 1)
        {
            var even = regions.Select(
                (region, index) => KeyValuePair.Create(region, (workers / regions.Count) + (index < workers % regions.Count ? 1 : 0)))
                .ToImmutableSortedDictionary(StringComparer.Ordinal);
            yield return new(
                $"the same {workers} workers as {string.Join('/', even.Values)} in {string.Join(", ", regions)}",
                [.. even.Where(entry => topology.Workers[entry.Key] != entry.Value).Select(
                    entry => Set("workerRegions", entry.Key, entry.Value))],
                topology with { Workers = even });
        }

        foreach (var (region, count) in topology.Workers)
            yield return new(
                $"one more worker in {region}", [Set("workerRegions", region, count + 1)],
                topology with { Workers = topology.Workers.SetItem(region, count + 1) });
        foreach (var region in regions.Except(topology.Parsers.Keys))
            yield return new(
                $"a parser in {region}", [Set("parsingRegions", region, 1)], topology with { Parsers = topology.Parsers.Add(region, 1) });
        if (topology.NamespaceRegions == 1)
            yield return new(
                "a replica of the namespace", ["./pipai config set pip-ai:temporalReplicaRegion aws-REGION"],
                topology with { NamespaceRegions = 2 });
        if (topology.BucketRegions.Count == 1)
            yield return new(
                "a bucket in a second region", ["./pipai config set --path 'pip-ai:storageRegions[1]' REGION"],
                topology with { BucketRegions = topology.BucketRegions.Add("REGION") });
    }

    private static string Set(string key, string region, int count) => $"./pipai config set --path 'pip-ai:{key}.{region}' {count}";
}

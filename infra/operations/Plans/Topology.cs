using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Plans;

/// <summary>Where the parts of the platform are, as far as it decides what survives.</summary>
internal sealed record Topology
{
    /// <summary>Fly region to workers that run.</summary>
    public required ImmutableSortedDictionary<string, int> Workers { get; init; }

    /// <summary>Fly region to workers that stand by, stopped.</summary>
    public required ImmutableSortedDictionary<string, int> WorkerStandbys { get; init; }

    /// <summary>Fly region to parsers that run, or that Fly's proxy starts when the others are gone.</summary>
    public required ImmutableSortedDictionary<string, int> Parsers { get; init; }

    /// <summary>AWS regions with a bucket.</summary>
    public required ImmutableSortedSet<string> BucketRegions { get; init; }

    /// <summary>Regions of the workflow namespace.</summary>
    public required int NamespaceRegions { get; init; }

    /// <summary>Whether there is a frontend.</summary>
    public required bool HasFrontend { get; init; }

    /// <summary>Whether copies of objects come with a promise of their time.</summary>
    public required bool HasReplicationTime { get; init; }

    /// <summary>Every Fly region that something runs in.</summary>
    public ImmutableArray<string> FlyRegions => [.. Workers.Keys.Union(Parsers.Keys).Order(StringComparer.Ordinal)];

    /// <summary>Whether anything of the platform is there at all.</summary>
    public bool IsEmpty => Workers.IsEmpty && Parsers.IsEmpty && BucketRegions.IsEmpty && NamespaceRegions == 0;

    /// <summary>Reads it from what is declared.</summary>
    public static Topology Of(IReadOnlyCollection<PlannedResource> resources)
    {
        var machines = resources.Where(resource => resource.IsMachine).ToLookup(Role);
        var replications = resources.Where(resource => resource.Type == "aws:s3/bucketReplicationConfig:BucketReplicationConfig").ToList();
        return new Topology
        {
            Workers = Count(machines["worker"]),
            WorkerStandbys = Count(machines["standby"]),
            Parsers = Count(machines["parser"]),
            BucketRegions = resources.Where(resource => resource.IsBucket)
                .Select(bucket => bucket.Text("region") ?? "").ToImmutableSortedSet(StringComparer.Ordinal),
            NamespaceRegions = resources.FirstOrDefault(resource => resource.Type == "temporalcloud:index:Namespace")?.List("regions")
                .Count() ?? 0,
            HasFrontend = resources.Any(resource => resource.Type == DeclaredResource.Project),
            HasReplicationTime = replications.Count > 0 && replications.TrueForAll(replication => replication.List("rules")
                .All(rule => rule.TryGetProperty("destination", out var to) && to.TryGetProperty("replicationTime", out _))),
        };
    }

    private static string Role(PlannedResource machine) =>
        machine.IsParser ? "parser" : machine.IsStandby ? "standby" : "worker";

    private static ImmutableSortedDictionary<string, int> Count(IEnumerable<PlannedResource> machines) =>
        machines.GroupBy(machine => machine.Text("region") ?? "").ToImmutableSortedDictionary(
            group => group.Key, group => group.Count(), StringComparer.Ordinal);
}

using System.Collections.Immutable;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Availability;

/// <summary>How long it takes until work goes on after a loss, by what is declared: not measured.</summary>
/// <param name="Loss">What is lost.</param>
/// <param name="Time">How long it takes; null when nothing brings it back by itself.</param>
/// <param name="How">What brings it back.</param>
internal sealed record RecoveryEstimate(string Loss, TimeSpan? Time, string How)
{
    /// <summary>The drill that loses the same, as its samples call it.</summary>
    public string Drill => Loss switch
    {
        Machine => "instance",
        Region => "region",
        Storage => "storage",
        _ => "partition, temporal",
    };

    private const string Machine = "a machine";
    private const string Region = "a Fly region";
    private const string Storage = "a storage region";

    /// <summary>A worker that is gone is noticed when its heartbeats stay out for so long.</summary>
    private static readonly TimeSpan Heartbeats = TimeSpan.FromSeconds(15);

    /// <summary>One check of a parser every 15 s, given up after 5 s.</summary>
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(20);

    /// <summary>What Temporal Cloud promises of a namespace with a replica.</summary>
    private static readonly TimeSpan Namespace = TimeSpan.FromMinutes(20);

    /// <summary>A client gives the bucket up and writes to the next one.</summary>
    private static readonly TimeSpan Bucket = TimeSpan.FromSeconds(30);

    /// <summary>The loss of each thing that may be lost.</summary>
    public static ImmutableArray<RecoveryEstimate> Of(Topology topology, int workersNeeded)
    {
        var workers = topology.Workers.Values.Sum();
        var left = topology.Workers.IsEmpty ? 0 : workers - topology.Workers.Values.Max();
        var parsers = topology.Parsers.IsEmpty ? 0 : topology.Parsers.Values.Sum() - topology.Parsers.Values.Max();
        return
        [
            workers > workersNeeded
                ? new(Machine, Check > Heartbeats ? Check : Heartbeats, "others take its work over")
                : new(Machine, null, $"{workers} workers run and {workersNeeded} are needed"),
            left >= workersNeeded && parsers > 0
                ? new(Region, Heartbeats + Check, $"{left} workers are left, {workersNeeded} are needed")
                : new(Region, null, $"{left} workers and {parsers} parsers are left, {workersNeeded} and 1 are needed"),
            topology.BucketRegions.Count > 1
                ? new(Storage, Bucket, topology.HasReplicationTime
                    ? "clients use the next bucket; what was written in the last 15 minutes may be missing there"
                    : "clients use the next bucket; nothing promises when the latest objects are there")
                : new(Storage, null, "there is no other bucket"),
            topology.NamespaceRegions > 1
                ? new("Temporal's region", Namespace, "Temporal Cloud moves the namespace")
                : new("Temporal's region", null, "the namespace has no replica"),
        ];
    }

    /// <summary>The longest of them.</summary>
    public static RecoveryEstimate Worst(Topology topology, int workersNeeded) =>
        Of(topology, workersNeeded).MaxBy(estimate => estimate.Time ?? TimeSpan.MaxValue)!;
}

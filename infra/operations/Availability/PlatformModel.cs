using System.Collections.Immutable;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Availability;

/// <summary>
/// How likely the platform works, from where its parts are. Machines of a region share its fate, so the regions come first: the sum over
/// which of them work, of how likely that is times how likely enough machines work in those that do. Only then what is common to all.
/// </summary>
/// <param name="topology">Where the parts are.</param>
/// <param name="workersNeeded">Workers without which new work does not keep its pace.</param>
/// <param name="year">Which figures of the assumptions hold.</param>
internal sealed class PlatformModel(Topology topology, int workersNeeded, Case year)
{
    /// <summary>What runs goes on: Temporal, and one worker anywhere.</summary>
    public double RunningWork => Temporal * Machines(workers: 1, parsers: 0);

    /// <summary>New work is taken and done at its pace: the frontend, a bucket, Temporal, workers enough and a parser.</summary>
    public double NewWork => Frontend * Storage * Temporal * Machines(workersNeeded, parsers: 1);

    /// <summary>Parts of new work, each by itself.</summary>
    public ImmutableArray<(string Part, double Availability)> Parts =>
    [
        ("frontend", Frontend), ("storage", Storage), ("temporal", Temporal), ("workers", Machines(workersNeeded, parsers: 0)),
        ("parsing", Machines(workers: 0, parsers: 1)),
    ];

    private double Frontend => topology.HasFrontend ? 1 - Assumptions.Vercel.In(year) : 1;

    private double Storage => topology.BucketRegions.IsEmpty
        ? 1 : (1 - Math.Pow(Assumptions.BucketRegion.In(year), topology.BucketRegions.Count)) * (1 - Assumptions.BucketPlatform.In(year));

    private double Temporal => topology.NamespaceRegions switch
    {
        0 => 1,
        1 => (1 - Assumptions.TemporalRegion.In(year)) * (1 - Assumptions.TemporalPlatform.In(year)),
        _ => (1 - Math.Pow(Assumptions.TemporalRegion.In(year), topology.NamespaceRegions)) * (1 - Assumptions.TemporalFailover.In(year))
            * (1 - Assumptions.TemporalPlatform.In(year)),
    };

    /// <summary>How likely so many workers and parsers work at once.</summary>
    private double Machines(int workers, int parsers)
    {
        var regions = topology.FlyRegions;
        if (regions.IsEmpty) return 1;
        var (down, sum) = (Assumptions.FlyRegion.In(year), 0.0);
        for (var set = 0; set < 1 << regions.Length; set++)
        {
            var up = regions.Where((_, index) => (set >> index & 1) == 1).ToList();
            var chance = Math.Pow(1 - down, up.Count) * Math.Pow(down, regions.Length - up.Count);
            sum += chance * Enough(up.Sum(region => topology.Workers.GetValueOrDefault(region)), workers)
                * Enough(up.Sum(region => topology.Parsers.GetValueOrDefault(region)), parsers);
        }

        return sum * (1 - Assumptions.FlyPlatform.In(year));
    }

    /// <summary>How likely at least <paramref name="needed"/> of so many machines work.</summary>
    private double Enough(int machines, int needed)
    {
        var (works, sum) = (1 - Assumptions.Machine.In(year), 0.0);
        for (var up = needed; up <= machines; up++)
            sum += Choose(machines, up) * Math.Pow(works, up) * Math.Pow(1 - works, machines - up);
        return needed == 0 ? 1 : sum;
    }

    private static double Choose(int all, int some)
    {
        var ways = 1.0;
        for (var index = 1; index <= some; index++) ways = ways * (all - some + index) / index;
        return ways;
    }
}

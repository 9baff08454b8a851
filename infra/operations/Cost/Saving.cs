using System.Collections.Immutable;
using PipAi.Operations.Plans;

namespace PipAi.Operations.Cost;

/// <summary>What could be spared in a month.</summary>
/// <param name="What">By what.</param>
/// <param name="Monthly">How much.</param>
internal sealed record Saving(string What, CostRange Monthly)
{
    private const decimal OffPeakShare = 0.5m;
    private const decimal ReservationShare = 0.4m;

    /// <summary>What is reckoned from the entries of a bill.</summary>
    public static ImmutableArray<Saving> Of(IReadOnlyCollection<PlannedResource> resources, CostContext context)
    {
        var running = resources.Where(resource => resource is { IsMachine: true, IsStandby: false }).ToList();
        var workers = running.Where(machine => !machine.IsParser)
            .Select(machine => Bill(machine, context)).OrderByDescending(monthly => monthly.Likely).ToList();
        var spare = Sum(workers.Take(Math.Max(0, workers.Count - context.Usage.WorkersNeeded))) * OffPeakShare;
        var reserved = Sum(running.Select(machine => Bill(machine, context))) * ReservationShare;
        return
        [
            .. new[]
            {
                new Saving($"stopping all but {context.Usage.WorkersNeeded} workers for half of the day", spare),
                new Saving("reserving the machines that always run for a year at Fly (40 % off)", reserved),
            }.Where(saving => saving.Monthly.Likely > 0),
        ];
    }

    private static CostRange Bill(PlannedResource machine, CostContext context) =>
        Sum(FlyCosts.Machine(machine, context).Select(line => line.Monthly));

    private static CostRange Sum(IEnumerable<CostRange> all) => all.Aggregate(default(CostRange), (sum, one) => sum + one);
}

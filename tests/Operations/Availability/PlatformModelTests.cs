using PipAi.Operations.Availability;
using PipAi.Operations.Plans;
using PipAi.Operations.Tests.Plans;

namespace PipAi.Operations.Tests.Availability;

public sealed class PlatformModelTests
{
    /// <summary>
    /// Worked by hand for machines of 99.5 % and regions that are down for 0.05 %: where one region alone decides, its fate is the
    /// platform's, however many machines it has. What is common to all of Fly, 0.02 %, is in the figures.
    /// </summary>
    [Theory]
    [InlineData(4, 1, 1, 1, 0.99979999)]
    [InlineData(4, 1, 1, 2, 0.999795)]
    [InlineData(4, 1, 1, 3, 0.9993)]
    [InlineData(4, 1, 1, 4, 0.9993)]
    [InlineData(2, 2, 2, 3, 0.999799)]
    [InlineData(2, 2, 2, 4, 0.99977)]
    public void Regions_come_first_then_machines(int iad, int ord, int lax, int needed, double workers)
    {
        var topology = Topology.Of(SampleResources.Whole(Workers(iad, ord, lax)));
        var part = new PlatformModel(topology, needed, Case.Likely).Parts.Single(part => part.Part == "workers").Availability;
        Assert.Equal(workers, part, 0.00001);
    }

    [Fact]
    public void New_work_needs_all_parts_and_work_that_runs_only_Temporal_and_a_worker()
    {
        var topology = Topology.Of(SampleResources.Whole(Workers(4, 1, 1)));
        var model = new PlatformModel(topology, 2, Case.Likely);
        Assert.True(model.NewWork < model.Parts.Min(part => part.Availability));
        Assert.True(model.RunningWork > model.NewWork);
        var alone = new PlatformModel(topology with { NamespaceRegions = 1 }, 2, Case.Likely);
        Assert.True(alone.RunningWork < model.RunningWork);
        Assert.Equal(
            new PlatformModel(topology with { HasFrontend = false }, 2, Case.Likely).NewWork * (1 - Assumptions.Vercel.Likely),
            model.NewWork, 1e-12);
    }

    [Fact]
    public void Bad_years_are_worse_and_good_ones_better()
    {
        var estimate = AvailabilityEstimate.Of(Topology.Of(SampleResources.Whole(Workers(4, 1, 1))), 2);
        Assert.All(
            [estimate.NewWork, estimate.RunningWork, .. estimate.Parts.Select(part => part.Availability)],
            share => Assert.True(share.Low < share.Likely && share.Likely < share.High));
        Assert.Equal("frontend", estimate.WeakestLink);
    }

    /// <summary>Two ways that share no formula: what is lived through lies within four standard errors of what is reckoned.</summary>
    [Theory]
    [InlineData("4/1/1", 2, 2, 2)]
    [InlineData("4/1/1", 4, 2, 1)]
    [InlineData("2/2/2", 4, 1, 2)]
    [InlineData("1/0/0", 1, 1, 1)]
    public void A_simulation_agrees(string workers, int needed, int buckets, int namespaces)
    {
        var counts = workers.Split('/').Select(int.Parse).ToArray();
        var topology = Topology.Of(SampleResources.Whole(Workers(counts[0], counts[1], counts[2]), buckets, namespaces));
        var lived = new Simulation(topology, needed, Case.Low, seed: 7).Run(years => years == 400);
        Assert.Equal(400, lived.Years);
        Assert.InRange(lived.Error, 1e-7, 0.001);
        Assert.Equal(new PlatformModel(topology, needed, Case.Low).NewWork, lived.NewWork, 4 * lived.Error);
    }

    [Fact]
    public void The_same_seed_lives_the_same_years()
    {
        var topology = Topology.Of(SampleResources.Whole(Workers(2, 1, 1)));
        SimulatedYears Live(int seed) => new Simulation(topology, 2, Case.Low, seed).Run(years => years == 5);
        Assert.Equal(Live(3), Live(3));
        Assert.NotEqual(Live(3).NewWork, Live(4).NewWork);
    }

    private static Dictionary<string, int> Workers(int iad, int ord, int lax) =>
        new[] { ("iad", iad), ("ord", ord), ("lax", lax) }.Where(region => region.Item2 > 0).ToDictionary(
            region => region.Item1, region => region.Item2);
}

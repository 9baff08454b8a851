using PipAi.Operations.Drills;
using PipAi.Operations.Tests.Platform;

namespace PipAi.Operations.Tests.Drills;

public sealed class DrillScenariosTests
{
    private static DrillScenarios Scenarios => new(SampleOutputs.Parsed());

    [Fact]
    public void An_instance_is_a_healthy_worker_of_the_region_or_the_one_that_is_named()
    {
        var machines = ScriptedPlatform.HealthyMachines("workers");
        machines = machines.SetItem(0, machines[0] with { ChecksPassing = 0 });

        Assert.Equal([new(DrillFault.What.MachineKilled, "a2")], Scenarios.Instance(machines, "iad", null).Faults);
        Assert.Equal("worker-b1", Scenarios.Instance(machines, "iad", "b1").Subject);
        Assert.Equal("worker-c1", Scenarios.Instance(machines, "iad", "worker-c1").Subject);
        Assert.Equal(TimeSpan.FromSeconds(30), Scenarios.Instance(machines, "iad", null).Target);
    }

    [Theory]
    [InlineData("fra", null, "'fra' has no healthy worker")]
    [InlineData("iad", "z9", "there is no worker 'z9'")]
    [InlineData("iad", "a1", "the worker 'a1' is not healthy, before anything was broken")]
    public void An_instance_that_is_not_there_or_not_well_is_refused(string region, string? machine, string why)
    {
        var machines = ScriptedPlatform.HealthyMachines("workers");
        machines = machines.SetItem(0, machines[0] with { ChecksPassing = 0 });
        var refused = Assert.Throws<DrillNotPossibleException>(() => Scenarios.Instance(machines, region, machine));
        Assert.Equal($"The drill is not possible: {why}.", refused.Message);
    }

    [Fact]
    public void A_live_platform_is_measured_and_nothing_of_it_is_broken()
    {
        Assert.Null(LiveGuard.Refusal(DrillScenarios.Probe()));
        Assert.All(
            [Scenarios.Region("iad"), Scenarios.Partition("iad"), Scenarios.Storage(), DrillScenarios.Temporal("aws-us-east-1")],
            scenario => Assert.Contains("a live platform is only measured", LiveGuard.Refusal(scenario), StringComparison.Ordinal));
    }

    [Fact]
    public void A_region_without_workers_is_refused_with_those_that_have_some() => Assert.Equal(
        "The drill is not possible: the stack declares no worker in 'fra'; it has workers in iad, lax, ord.",
        Assert.Throws<DrillNotPossibleException>(() => Scenarios.Region("fra")).Message);
}

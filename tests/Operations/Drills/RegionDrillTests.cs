using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using PipAi.Operations.Drills;
using PipAi.Operations.Platform;
using PipAi.Operations.Tests.Platform;

namespace PipAi.Operations.Tests.Drills;

public sealed class RegionDrillTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Recovery_is_counted_from_the_fault_until_every_document_flows_again()
    {
        var report = await RunAsync(new ScriptedPlatform(time) { Outage = TimeSpan.FromSeconds(10) }, "iad");

        Assert.NotNull(report.Recovery);
        Assert.InRange(report.Recovery.Value.TotalSeconds, 9.5, 12);
        Assert.Empty(report.Lost);
        Assert.Equal(report.Submitted, report.Completed);
        Assert.True(report.Passed);
    }

    [Fact]
    public async Task The_clock_starts_when_the_fault_is_in_force()
    {
        var report = await RunAsync(
            new ScriptedPlatform(time) { Outage = TimeSpan.FromSeconds(10), BreakTakes = TimeSpan.FromSeconds(20) }, "iad");

        Assert.InRange(report.Recovery!.Value.TotalSeconds, 9.5, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Documents_that_slip_through_do_not_stop_the_clock(int count)
    {
        var report = await RunAsync(new ScriptedPlatform(time) { Outage = TimeSpan.FromSeconds(10), SlipThrough = count }, "iad");

        Assert.InRange(report.Recovery!.Value.TotalSeconds, 9.5, 12);
    }

    [Fact]
    public async Task The_clock_stops_when_the_last_of_three_documents_is_answered()
    {
        // Nothing stalls: the third document is sent within 1.5 s of the fault, and takes a second.
        var report = await RunAsync(new ScriptedPlatform(time) { Outage = TimeSpan.Zero }, "iad");

        Assert.InRange(report.Recovery!.Value.TotalSeconds, 2, 3);
    }

    [Fact]
    public async Task A_recovery_slower_than_the_target_fails_the_drill_with_its_time()
    {
        var report = await RunAsync(new ScriptedPlatform(time) { Outage = TimeSpan.FromSeconds(150) }, "iad");

        Assert.InRange(report.Recovery!.Value.TotalSeconds, 149, 153);
        Assert.False(report.Passed);
    }

    [Fact]
    public async Task A_document_that_is_never_answered_is_lost_and_fails_the_drill()
    {
        var report = await RunAsync(new ScriptedPlatform(time) { LosesDocuments = true }, "iad");

        Assert.NotEmpty(report.Lost);
        Assert.Null(report.Recovery);
        Assert.False(report.Passed);
    }

    [Theory]
    [InlineData("stopped", 0, 1)]
    [InlineData("started", 0, 1)]
    [InlineData("started", 1, 2)]
    [InlineData("started", 0, 0)]
    public async Task The_region_is_whole_again_when_all_its_machines_are_well(string state, int passing, int checks)
    {
        var ill = time.GetUtcNow().AddSeconds(60);
        var report = await RunAsync(new ScriptedPlatform(time), "iad", async cancellation =>
        {
            var machines = await ScriptedPlatform.HealthyMachinesAsync(cancellation);
            return time.GetUtcNow() >= ill
                ? machines : machines.SetItem(0, machines[0] with { State = state, ChecksPassing = passing, ChecksTotal = checks });
        });

        Assert.NotNull(report.Restoration);
        Assert.InRange(report.Restoration.Value.TotalSeconds, 30, 60);
    }

    [Fact]
    public async Task A_machine_that_never_comes_back_leaves_the_region_in_pieces()
    {
        var report = await RunAsync(
            new ScriptedPlatform(time), "iad",
            async cancellation => (await ScriptedPlatform.HealthyMachinesAsync(cancellation)).RemoveAt(0));

        Assert.Null(report.Restoration);
        Assert.False(report.Passed);
    }

    [Fact]
    public async Task The_region_is_given_back_after_the_drill()
    {
        var platform = new ScriptedPlatform(time);
        await RunAsync(platform, "ord");

        Assert.Equal(["break ord", "restore ord"], platform.Calls.Take(2));
    }

    [Fact]
    public async Task The_region_is_given_back_when_the_drill_is_stopped_half_way()
    {
        var platform = new ScriptedPlatform(time) { Outage = TimeSpan.FromHours(1) };
        using var stop = new CancellationTokenSource();
        var stepped = new SteppedRun(time);
        var run = stepped.UntilAsync(
            () => Drill(platform).RunAsync("iad", new Progress<string>(), stop.Token), _ => platform.Calls.Contains("break iad"));
        await stop.CancelAsync();
        await stepped.UntilAsync(() => run, task => task.IsCompleted).ContinueWith(_ => { }, TaskScheduler.Default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Contains("restore iad", platform.Calls);
    }

    [Fact]
    public async Task Nothing_is_broken_while_documents_do_not_flow_anyway()
    {
        var platform = new ScriptedPlatform(time) { IsDown = true };

        var exception = await Assert.ThrowsAsync<DrillNotPossibleException>(() => RunAsync(platform, "iad"));

        Assert.Contains("parsing is down", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("break iad", platform.Calls);
    }

    [Fact]
    public async Task A_region_without_workers_is_refused_with_those_that_have_some()
    {
        var exception = await Assert.ThrowsAsync<DrillNotPossibleException>(() => RunAsync(new ScriptedPlatform(time), "fra"));

        Assert.Equal(
            "The drill is not possible: the stack declares no worker in 'fra'; it has workers in iad, lax, ord.", exception.Message);
    }

    private RegionDrill Drill(
        ScriptedPlatform platform, Func<CancellationToken, Task<ImmutableArray<FleetMachine>>>? machines = null) =>
        new(SampleOutputs.Parsed(), platform, machines ?? ScriptedPlatform.HealthyMachinesAsync, platform.ProcessAsync, time);

    private Task<DrillReport> RunAsync(
        ScriptedPlatform platform, string region, Func<CancellationToken, Task<ImmutableArray<FleetMachine>>>? machines = null) =>
        new SteppedRun(time).UntilAsync(
        () => Drill(platform, machines).RunAsync(region, new Progress<string>(), TestContext.Current.CancellationToken),
        task => task.IsCompleted);
}

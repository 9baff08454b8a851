using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using PipAi.Operations.Drills;
using PipAi.Operations.Platform;
using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Verification;
using PipAi.Testing;

namespace PipAi.Operations.Tests.Drills;

public sealed class DrillRunTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly TemporaryFolder folder = new();

    private DrillJournal Journal => new(folder["drills/prod.json"], "this process", time);

    private static DrillScenario Region => new DrillScenarios(SampleOutputs.Parsed()).Region("iad");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Recovery_is_counted_from_the_fault_until_every_document_flows_again()
    {
        var report = await RunAsync(new ScriptedPlatform(time) { Outage = TimeSpan.FromSeconds(10) });

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
            new ScriptedPlatform(time) { Outage = TimeSpan.FromSeconds(10), BreakTakes = TimeSpan.FromSeconds(20) });

        Assert.InRange(report.Recovery!.Value.TotalSeconds, 9.5, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Documents_that_slip_through_do_not_stop_the_clock(int count)
    {
        var report = await RunAsync(new ScriptedPlatform(time) { Outage = TimeSpan.FromSeconds(10), SlipThrough = count });

        Assert.InRange(report.Recovery!.Value.TotalSeconds, 9.5, 12);
    }

    [Fact]
    public async Task The_clock_stops_when_the_last_of_three_documents_is_answered()
    {
        // Nothing stalls: the third document is sent within 1.5 s of the fault, and takes a second.
        var report = await RunAsync(new ScriptedPlatform(time) { Outage = TimeSpan.Zero });

        Assert.InRange(report.Recovery!.Value.TotalSeconds, 2, 3);
    }

    [Fact]
    public async Task A_recovery_slower_than_the_target_fails_the_drill_with_its_time()
    {
        var report = await RunAsync(new ScriptedPlatform(time) { Outage = TimeSpan.FromSeconds(150) });

        Assert.InRange(report.Recovery!.Value.TotalSeconds, 149, 153);
        Assert.False(report.Passed);
    }

    [Fact]
    public async Task A_document_that_is_never_answered_is_lost_and_fails_the_drill()
    {
        var report = await RunAsync(new ScriptedPlatform(time) { LosesDocuments = true });

        Assert.NotEmpty(report.Lost);
        Assert.Contains("no answer", report.Lost[0], StringComparison.Ordinal);
        Assert.Null(report.Recovery);
        Assert.False(report.Passed);
    }

    [Fact]
    public async Task A_document_that_is_not_taken_is_sent_again_and_counts_from_its_first_try()
    {
        var report = await RunAsync(
            new ScriptedPlatform(time) { Outage = TimeSpan.FromSeconds(1), Refuses = TimeSpan.FromSeconds(20) });

        Assert.Empty(report.Lost);
        Assert.True(report.Refusals > 20, $"{report.Refusals}");
        Assert.InRange(report.Recovery!.Value.TotalSeconds, 20, 23);
        Assert.InRange(report.Latency!.Max.TotalSeconds, 20, 23);
    }

    [Fact]
    public async Task Moments_follow_each_other_and_every_one_is_told_from_the_fault()
    {
        var report = await RunAsync(new ScriptedPlatform(time));

        Assert.Equal(
            [
                DrillMoment.Sent, DrillMoment.InForce, DrillMoment.FirstAnswer, DrillMoment.Recovered, DrillMoment.FaultEnded,
                DrillMoment.Whole, DrillMoment.Verified,
            ],
            report.Timeline.Select(entry => entry.Moment));
        Assert.Equal(TimeSpan.Zero, report.Timeline[1].SinceFault);
        Assert.True(report.Timeline[0].SinceFault < TimeSpan.Zero);
        Assert.Equal(report.Timeline[3].At - report.Timeline[1].At, report.Recovery);
        Assert.Null(report.Detection);
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    public async Task It_is_noticed_when_Fly_shows_it_or_Temporal_gives_work_out_again_whichever_is_first(bool again, int seconds)
    {
        ScriptedPlatform platform = null!;
        platform = new ScriptedPlatform(time)
        {
            Trace = id => new WorkflowTrace(1, again && id == "drill-5" ? platform.BrokenAt.AddSeconds(2) : null),
            Machines = app => Ill(app, platform!.Calls.Count > 0 && time.GetUtcNow() >= platform.BrokenAt.AddSeconds(2.5)
                && time.GetUtcNow() < platform.BrokenAt.AddSeconds(9)),
        };
        var report = await RunAsync(platform);

        Assert.InRange(report.Detection!.Value.TotalSeconds, seconds - 0.1, seconds + 0.6);
        Assert.Equal(again ? 1 : 0, report.TriedAgain);
    }

    [Fact]
    public async Task What_ran_twice_or_was_stored_twice_is_counted_and_what_a_replica_lacked_is_told_with_its_age()
    {
        ScriptedPlatform platform = null!;
        platform = new ScriptedPlatform(time)
        {
            Trace = id => new WorkflowTrace(id is "drill-3" or "drill-4" ? 2 : 1, null),
            Results = 2,
            Lacks = region => region == "us-west-2" && time.GetUtcNow() < platform!.BrokenAt.AddSeconds(5) && platform.Calls.Count > 0,
        };
        var report = await RunAsync(platform);

        Assert.Equal(2, report.Repeated);
        Assert.Equal(report.Completed, report.DuplicateResults);
        var gap = report.Replicas!;
        Assert.Equal(gap.Stored, gap.Missing);
        Assert.InRange(gap.Newest!.Value.TotalSeconds, 0, 0.5);
        Assert.InRange(gap.Oldest!.Value.TotalSeconds, 1, 4);
        Assert.True(report.Passed);
    }

    [Fact]
    public async Task Requests_are_counted_by_address_with_those_that_failed()
    {
        var report = await RunAsync(new ScriptedPlatform(time) { Outage = TimeSpan.FromSeconds(10) });

        Assert.Equal(3, report.Requests.Length);
        Assert.InRange(report.Requests[0].Failed, 9, 11);
        Assert.True(report.Requests[0].Sent > report.Requests[0].Failed);
        Assert.All(report.Requests.Skip(1), traffic => Assert.Equal(0, traffic.Failed));
    }

    [Theory]
    [InlineData("stopped", 0, 1)]
    [InlineData("started", 0, 1)]
    [InlineData("started", 1, 2)]
    [InlineData("started", 0, 0)]
    public async Task The_platform_is_whole_again_when_all_its_machines_are_well(string state, int passing, int checks)
    {
        var ill = time.GetUtcNow().AddSeconds(60);
        var report = await RunAsync(new ScriptedPlatform(time)
        {
            Machines = app => ScriptedPlatform.HealthyMachines(app) is var machines && time.GetUtcNow() >= ill
                ? machines : machines.SetItem(0, machines[0] with { State = state, ChecksPassing = passing, ChecksTotal = checks }),
        });

        Assert.NotNull(report.Restoration);
        Assert.InRange(report.Restoration.Value.TotalSeconds, 30, 62);
    }

    [Fact]
    public async Task A_machine_that_never_comes_back_leaves_the_platform_in_pieces()
    {
        var report = await RunAsync(new ScriptedPlatform(time)
        {
            Machines = app => app.Contains("workers", StringComparison.Ordinal)
                ? ScriptedPlatform.HealthyMachines(app).RemoveAt(0) : ScriptedPlatform.HealthyMachines(app),
        });

        Assert.Null(report.Restoration);
        Assert.Equal("3 of 4 machines of pip-ai-temporal-workers are healthy in iad", report.NotWhole);
        Assert.False(report.Passed);
    }

    [Fact]
    public async Task A_replica_that_never_gets_an_object_leaves_the_platform_in_pieces()
    {
        var report = await RunAsync(new ScriptedPlatform(time) { Lacks = region => region == "us-west-2" });

        Assert.Null(report.Restoration);
        Assert.EndsWith("objects are missing in us-west-2", report.NotWhole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verification_is_repeated_until_it_holds_and_one_that_never_does_fails_the_drill()
    {
        var (rounds, held) = (0, new CheckResult("canary", "a document comes back", true, ""));
        Assert.True((await RunAsync(new ScriptedPlatform(time) { Checks = () => [held with { Passed = ++rounds > 3 }] })).Passed);
        Assert.Equal(4, rounds);

        var report = await RunAsync(new ScriptedPlatform(time) { Checks = () => [held, held with { Area = "storage", Passed = false }] });
        Assert.False(report.Passed);
        Assert.Equal(["storage"], report.FailedChecks.Select(check => check.Area));
        Assert.DoesNotContain(report.Timeline, entry => entry.Moment == DrillMoment.Verified);
    }

    [Fact]
    public async Task Nothing_is_broken_while_documents_do_not_flow_anyway()
    {
        var platform = new ScriptedPlatform(time) { IsDown = true };

        var exception = await Assert.ThrowsAsync<DrillNotPossibleException>(() => RunAsync(platform));

        Assert.Contains("parsing is down", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["remove objects"], platform.Calls);
    }

    [Fact]
    public async Task What_a_live_platform_cannot_bear_ends_the_drill_which_says_so()
    {
        var platform = new ScriptedPlatform(time) { Outage = TimeSpan.FromMinutes(3) };
        var report = await RunAsync(platform, limits: StopConditions.OfLive);

        Assert.Equal("4 of 21 requests failed, more than 5 %", report.Stopped);
        Assert.False(report.Passed);
        Assert.Contains("undo RegionGone iad", platform.Calls);
        Assert.Null(report.Recovery);
    }

    private static ImmutableArray<FleetMachine> Ill(string app, bool isIll) =>
        ScriptedPlatform.HealthyMachines(app) is var machines && isIll
            ? machines.SetItem(0, machines[0] with { ChecksPassing = 0 }) : machines;

    private Task<DrillReport> RunAsync(ScriptedPlatform platform, DrillScenario? scenario = null, StopConditions? limits = null) =>
        new SteppedRun(time).UntilAsync(
            () => new DrillRun(platform, platform, Journal, time) { Limits = limits }.RunAsync(
                scenario ?? Region, new Progress<string>(), TestContext.Current.CancellationToken),
            task => task.IsCompleted);
}

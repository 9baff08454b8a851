using System.Collections.Immutable;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Sessions;
using PipAi.LocalCloud.Control;
using PipAi.Operations.Drills;
using PipAi.Operations.Measurements;
using PipAi.Operations.Platform;

namespace PipAi.Cli.Drills;

/// <summary>The deployed platform of a session, to be broken and mended.</summary>
internal sealed class DrillLab : IDisposable
{
    private readonly Session session;
    private readonly DeployedPlatform platform;
    private readonly LocalCloudClient? cloud;

    private DrillLab(Session session, DeployedPlatform platform)
    {
        this.session = session;
        this.platform = platform;
        cloud = platform.IsLive ? null : new LocalCloudClient(session.Cloud.Require());
    }

    public PlatformOutputs Outputs => platform.Outputs;

    public PlatformAccess Access => platform.Access;

    public DrillScenarios Scenarios => new(Outputs);

    /// <summary>Whether customers use it.</summary>
    public bool IsLive => platform.IsLive;

    public CancellationToken Cancellation => session.Cancellation;

    public static async Task<DrillLab> OpenAsync(Session session) => new(session, await Platforms.OpenAsync(session));

    /// <summary>The workers' machines.</summary>
    public async Task<ImmutableArray<FleetMachine>> WorkersAsync()
    {
        using var http = Access.VendorHttp();
        return await new FlyFleet(http, Access, session.Time).MachinesAsync(Outputs.WorkersApp, session.Cancellation);
    }

    /// <summary>The region of Temporal Cloud in which the namespace is active.</summary>
    public async Task<string> TemporalRegionAsync()
    {
        var cloud = await Access.TemporalCloudAsync();
        var answer = await PlatformCall.MakeAsync(
            $"The namespace '{Outputs.TemporalNamespace}' cannot be read from Temporal Cloud",
            () => cloud.CloudService.GetNamespaceAsync(new() { Namespace = Outputs.TemporalNamespace }), session.Cancellation);
        return answer.Namespace.ActiveRegion;
    }

    /// <summary>Runs a drill so many times. One that is not possible ends its rounds, with the reason.</summary>
    public async Task<DrillResult> RunAsync(PlannedDrill drill, int times, bool skipVerify)
    {
        var runs = ImmutableArray.CreateBuilder<DrillReport>();
        try
        {
            for (var round = 1; round <= times; round++)
            {
                session.Say(times == 1 ? $"Drill: {drill.Name}" : $"Drill: {drill.Name}, {round} of {times}");
                runs.Add(await RunAsync(drill, skipVerify));
            }

            return new DrillResult(drill.Name, runs.ToImmutable(), null);
        }
        catch (Exception failure) when (failure is DrillNotPossibleException or PlatformCallException
            && !session.Cancellation.IsCancellationRequested)
        {
            return new DrillResult(drill.Name, runs.ToImmutable(), failure.Message);
        }
    }

    /// <summary>The scenario of a mistake with what is stored.</summary>
    public DrillScenario Accident(bool isDeleted, int objects) => Scenarios.Accident(platform, isDeleted, objects, session.Time);

    public void Dispose() => cloud?.Dispose();

    private async Task<DrillReport> RunAsync(PlannedDrill drill, bool skipVerify)
    {
        var scenario = await drill.Scenario(this);
        if (IsLive && LiveGuard.Refusal(scenario) is { } refusal) throw new DrillNotPossibleException(refusal);
        using var tested = new DrilledPlatform(platform, await Access.TemporalAsync(Outputs), session.Time);
        var faults = cloud is null ? (IDrillFaults)new NoFaults() : new LocalDrillFaults(cloud);
        var run = new DrillRun(tested, faults, session.UnfinishedDrill.Journal, session.Time)
        {
            Limits = IsLive ? StopConditions.OfLive : null,
            SkipVerify = skipVerify,
        };
        var report = await run.RunAsync(scenario, new Progress(session), session.Cancellation);
        var sample = DrillSamples.Of(report, session.Time.GetUtcNow(), platform.Where);
        if (!scenario.Faults.IsEmpty || scenario.Accident is not null)
            await Verifications.Store(session).AddAsync([sample], session.Cancellation);
        return report;
    }

    /// <summary>What a live platform meets.</summary>
    private sealed class NoFaults : IDrillFaults
    {
        public Task SetAsync(DrillFault fault, CancellationToken cancellation) => Task.CompletedTask;

        public Task UndoAsync(DrillFault fault, CancellationToken cancellation) => Task.CompletedTask;
    }

    /// <summary>Unlike <see cref="Progress{T}"/>, it prints at once and in order.</summary>
    private sealed class Progress(Session session) : IProgress<string>
    {
        public void Report(string value) => session.Say($"  {value}");
    }
}

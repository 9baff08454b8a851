using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls that start, stop, freeze, signal and cordon machines.</summary>
internal sealed class PowerCalls(FlyCore core)
{
    private const int MostSuspendableMb = 2048;
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(300);

    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        Add(routes, "start", Start);
        Add(routes, "stop", Stop);
        Add(routes, "suspend", Suspend);
        Add(routes, "restart", Restart);
        Add(routes, "signal", Signal);
        Add(routes, "cordon", (_, machine) => Cordon(machine, true));
        Add(routes, "uncordon", (_, machine) => Cordon(machine, false));
    }

    private void Add(FlyRoutes routes, string action, Func<FlyCall, MachineRecord, FlyAnswer> serve) =>
        routes.MapLimited("POST", "/apps/{app}/machines/{machine}/" + action, action, "machine", call =>
        {
            var machine = call.Machine;
            core.RequireChangeable(call, machine);
            return Task.FromResult(serve(call, machine));
        });

    private FlyAnswer Start(FlyCall call, MachineRecord machine)
    {
        if (machine.State is not (MachineState.Created or MachineState.Stopped or MachineState.Suspended or MachineState.Failed))
            throw FlyProblem.Precondition($"unable to start machine from current state: '{MachineJournal.NameOf(machine.State)}'");
        var secrets = call.App.SecretsVersion;
        Change(
            machine, current => current with { State = MachineState.Starting, SecretsVersion = Math.Max(secrets, current.SecretsVersion) });
        core.Fleet.Of(machine.Id)!.Start();
        return FlyAnswer.Ok(new JsonObject
        {
            ["previous_state"] = MachineJournal.NameOf(machine.State),
            ["migrated"] = false,
            ["new_host"] = "",
        });
    }

    private FlyAnswer Stop(FlyCall call, MachineRecord machine)
    {
        // flyctl writes a timeout that was not given as 0s.
        var timeout = call.Body["timeout"].Duration(TimeSpan.Zero, LongestStop) is { Ticks: > 0 } given ? given : (TimeSpan?)null;
        var stop = StopOf(machine, call.Body["signal"], timeout);
        if (machine.State is MachineState.Stopped or MachineState.Created or MachineState.Failed) return FlyAnswer.Done;
        Change(machine, current => current with { State = MachineState.Stopping });
        core.Fleet.Of(machine.Id)!.Stop(stop);
        return FlyAnswer.Done;
    }

    private FlyAnswer Suspend(FlyCall call, MachineRecord machine)
    {
        if (machine.State != MachineState.Started)
            throw FlyProblem.Precondition($"unable to suspend machine from current state: '{MachineJournal.NameOf(machine.State)}'");
        if (machine.Settings.MemoryMb > MostSuspendableMb)
            throw FlyProblem.Precondition(
                $"unable to suspend machine with {machine.Settings.MemoryMb} MB of memory; at most {MostSuspendableMb} MB");
        Change(machine, current => current with { State = MachineState.Suspending });
        core.Fleet.Of(machine.Id)!.Suspend();
        return FlyAnswer.Done;
    }

    private FlyAnswer Restart(FlyCall call, MachineRecord machine)
    {
        if (machine.State is not (MachineState.Started or MachineState.Stopped or MachineState.Failed or MachineState.Starting))
            throw FlyProblem.Precondition($"unable to restart machine from current state: '{MachineJournal.NameOf(machine.State)}'");
        var stop = call.QueryFlag("force_stop")
            ? new StopConfig(9) : StopOf(machine, call.QueryNode("signal"), call.QueryDuration("timeout"));
        Change(machine, current => (current with { State = MachineState.Restarting })
            .WithEvent(MachineJournal.NewEvent(core.Time, "restart", MachineState.Restarting, "user")));
        core.Fleet.Of(machine.Id)!.Replace(stop, launch: true);
        return FlyAnswer.Done;
    }

    private FlyAnswer Signal(FlyCall call, MachineRecord machine)
    {
        if (!call.Body["signal"].Exists) throw FlyProblem.Invalid("signal is required");
        return core.Fleet.Of(machine.Id)!.Signal(ConfigReader.Signal(call.Body["signal"]))
            ? FlyAnswer.Done
            : throw FlyProblem.Precondition($"unable to signal machine in current state: '{MachineJournal.NameOf(machine.State)}'");
    }

    private FlyAnswer Cordon(MachineRecord machine, bool cordoned)
    {
        Change(machine, current => current with { Cordoned = cordoned });
        return FlyAnswer.Done;
    }

    private static StopConfig StopOf(MachineRecord machine, ConfigNode signal, TimeSpan? timeout) => new(
        signal.Exists ? ConfigReader.Signal(signal) : machine.Settings.Stop.Signal,
        timeout ?? machine.Settings.Stop.Timeout);

    private void Change(MachineRecord machine, Func<MachineRecord, MachineRecord> change) =>
        core.State.Change(machine.Id, current => change(current) with { UpdatedAt = core.Time.GetUtcNow() });
}

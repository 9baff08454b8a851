using PipAi.LocalCloud.Fly.Api;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>
/// Starts stopped machines when the running ones are busy or gone (<c>autostart</c>), and stops those that are too many
/// (<c>autostop</c>). It never makes or destroys any.
/// </summary>
internal sealed class OnDemandMachines(FlyCore core, MachineLoads loads)
{
    /// <summary>Time between two looks at idle machines; Fly says "every few minutes".</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan MostWaking = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();

    /// <summary>Starts the best stopped machine that will do for a request, unless one is on its way.</summary>
    /// <param name="app">The app.</param>
    /// <param name="region">Where the request enters: the nearest is best.</param>
    /// <param name="wish">What the request asks for.</param>
    /// <returns>Whether one is on its way now.</returns>
    public bool WakeOne(string app, string region, RoutingWish wish)
    {
        lock (gate)
        {
            var machines = core.State.MachinesOf(app).Where(
                machine => wish.Allows(machine) && machine.Settings.Services.Any(service => service.Autostart)).ToList();
            if (machines.Exists(IsWaking)) return true;
            var next = machines.Where(machine => machine.State is MachineState.Stopped or MachineState.Suspended
                    && !machine.Cordoned && core.Fleet.Of(machine.Id) is { IsDark: false })
                .OrderBy(wish.RankOf).ThenBy(machine => Regions.Distance(region, machine.Region)).ThenBy(machine => machine.CreatedAt)
                .FirstOrDefault();
            if (next is null) return false;
            Begin(next, MachineState.Starting, "start");
            core.Fleet.Of(next.Id)!.Start();
            return true;
        }
    }

    /// <summary>In every region of every app, stops at most one machine that the load does not need.</summary>
    public void StopIdle()
    {
        foreach (var app in core.State.Apps)
            foreach (var region in core.State.MachinesOf(app.Name).Where(machine => machine.State == MachineState.Started).GroupBy(
                machine => machine.Region))
                StopOne([.. region], Regions.PrimaryOf(core.State.MachinesOf(app.Name)) == region.Key);
    }

    private void StopOne(IReadOnlyList<MachineRecord> started, bool isPrimary)
    {
        var idle = started.Where(machine => ServiceOf(machine) is { Autostop: not AutostopKind.Off } && loads.Of(machine.Id) == 0).ToList();
        if (idle.Count == 0) return;
        var busy = started.Count(machine => ServiceOf(machine) is { } service && loads.Of(machine.Id) >= service.SoftLimit);
        var least = isPrimary ? idle.Max(machine => ServiceOf(machine)!.MinMachinesRunning) : 0;
        var excess = started.Count == 1 ? 1 : started.Count - (busy + 1);
        if (excess <= 0 || started.Count <= least) return;
        var machine = idle[^1];
        var suspends = ServiceOf(machine)!.Autostop == AutostopKind.Suspend;
        Begin(machine, suspends ? MachineState.Suspending : MachineState.Stopping, suspends ? "suspend" : "stop");
        if (suspends) core.Fleet.Of(machine.Id)?.Suspend();
        else core.Fleet.Of(machine.Id)?.Stop(machine.Settings.Stop);
    }

    private bool IsWaking(MachineRecord machine) =>
        (machine.State == MachineState.Starting
            || (machine.State == MachineState.Started && !MachineRouter.PassesChecks(machine, core.Fleet.Of(machine.Id))))
        && core.Fleet.Of(machine.Id) is { IsDark: false } && core.Time.GetUtcNow() - machine.UpdatedAt < MostWaking;

    private void Begin(MachineRecord machine, MachineState moving, string type) => core.State.Change(machine.Id, current =>
        (current with { State = moving, UpdatedAt = core.Time.GetUtcNow() }).WithEvent(
            MachineJournal.NewEvent(core.Time, type, moving, "proxy")));

    private static ServiceConfig? ServiceOf(MachineRecord machine) => machine.Settings.Services.FirstOrDefault(service => service.Http);
}

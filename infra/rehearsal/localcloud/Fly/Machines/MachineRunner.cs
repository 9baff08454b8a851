using PipAi.LocalCloud.Fly.Checks;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>
/// Carries one machine through its life. Everything that happens to it goes through one queue, one at a time: API calls, the end of
/// its process, due restarts, darkness. Only kills jump the queue.
/// </summary>
internal sealed class MachineRunner : IAsyncDisposable
{
    private const int Continue = 18;
    private const int Freeze = 19;
    private readonly FleetContext fleet;
    private readonly MachineLauncher launcher;
    private readonly MachineJournal journal;
    private readonly MachineLog log;
    private readonly WorkQueue work;
    private readonly DueRestart dueRestart;
    private readonly CancellationTokenSource closing = new();
    private volatile MachineProcess? process;
    private volatile bool dark;

    /// <summary>Takes over a machine of the state; nothing is started yet.</summary>
    public MachineRunner(FleetContext fleet, MachineLauncher launcher, MachineRecord machine)
    {
        (this.fleet, this.launcher) = (fleet, launcher);
        journal = new MachineJournal(fleet.State, fleet.Time, fleet.Log, machine.Id);
        log = new MachineLog(fleet.State.FolderOf(machine), fleet.Time);
        dark = fleet.Faults.IsDark(VendorNames.Fly, machine.Region);
        Checks = new HealthCheckRunner(fleet.Probe, fleet.Time, fleet.Log);
        Checks.End(machine.Settings, "the machine is not running");
        work = new WorkQueue(machine.Id, fleet.Log);
        dueRestart = new DueRestart(work, fleet.Time, closing.Token);
    }

    /// <summary>Its health checks.</summary>
    public HealthCheckRunner Checks { get; }

    /// <summary>Whether its host cannot be reached.</summary>
    public bool IsDark => dark;

    /// <summary>Its running process; null when none runs.</summary>
    public ProcessIdentity? Process => process?.Identity;

    private MachineRecord Machine => journal.Machine;

    /// <summary>Starts it when it should run: a new machine, or one of an earlier local cloud, whose leftover process is killed.</summary>
    public void Resume() => work.Post(async () =>
    {
        if (Machine.Process is { } leftover) MachineProcess.KillLeftover(leftover);
        if (Machine.State == MachineState.Destroying) journal.Rests(MachineState.Destroyed);
        else if (Machine.State is MachineState.Stopping or MachineState.Suspending or MachineState.Suspended)
            journal.Rests(MachineState.Stopped);
        else if (Machine.WantsToRun) await LaunchAsync("flyd");
    });

    /// <summary>Starts its process, or thaws it.</summary>
    public void Start() => work.Post(async () =>
    {
        if (process is null) await LaunchAsync("user");
        else
        {
            process.Signal(Continue);
            journal.Happened("start", MachineState.Started, "user");
            Checks.Begin(Machine.Settings, Machine.Port);
        }
    });

    /// <summary>Ends its process.</summary>
    public void Stop(StopConfig stop) => work.Post(async () =>
    {
        await EndProcessAsync(stop);
        if (Machine.State != MachineState.Destroyed) journal.Rests(MachineState.Stopped);
    });

    /// <summary>Freezes its process.</summary>
    public void Suspend() => work.Post(() =>
    {
        Checks.End(Machine.Settings, "the machine is suspended");
        process?.Signal(Freeze);
        journal.Happened("suspend", process is null ? MachineState.Stopped : MachineState.Suspended, "user");
        return Task.CompletedTask;
    });

    /// <summary>Ends its process with what it was started with, then starts it with what the state says now.</summary>
    public void Replace(StopConfig stop, bool launch) => work.Post(async () =>
    {
        await EndProcessAsync(stop);
        if (launch) await LaunchAsync("user");
        else journal.Rests(MachineState.Stopped);
    });

    /// <summary>Kills its process and ends its life.</summary>
    public void Destroy()
    {
        process?.KillNow();
        work.Post(async () =>
        {
            await EndProcessAsync(new StopConfig(9));
            journal.Rests(MachineState.Destroyed);
        });
    }

    /// <summary>Sends a signal to its process; false when none runs.</summary>
    public bool Signal(int signal)
    {
        if (process is not { } current) return false;
        current.Signal(signal);
        return true;
    }

    /// <summary>Kills its process with the host it runs on, or brings both back.</summary>
    public void SetDark(bool isDark)
    {
        if (dark == isDark) return;
        dark = isDark;
        if (isDark) process?.KillNow();
        work.Post(async () =>
        {
            if (isDark) await LoseHostAsync();
            else if (Machine.WantsToRun && process is null) await LaunchAsync("flyd");
        });
    }

    /// <summary>Ends its process, leaving the state as it is, so that the next local cloud starts it again.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        if (process is { } current)
        {
            var stop = Machine.Settings.Stop;
            var timeout = stop.EffectiveTimeout < Fleet.ShutdownTimeout ? stop.EffectiveTimeout : Fleet.ShutdownTimeout;
            await current.EndAsync(stop.Signal, timeout, TimeProvider.System);
        }

        await work.DisposeAsync();
        if (process is { } last) await last.EndAsync(9, TimeSpan.Zero, TimeProvider.System);
        Checks.Dispose();
        closing.Dispose();
        log.Dispose();
    }

    private async Task LaunchAsync(string source)
    {
        dueRestart.CallOff();
        if (dark || closing.IsCancellationRequested) return;
        journal.Becomes(MachineState.Starting);
        try
        {
            var (machine, started) = await launcher.LaunchAsync(Machine, log);
            process = started;
            if (dark) started.KillNow();
            journal.Runs(started.Identity, source);
            Checks.Begin(machine.Settings, machine.Port);
            _ = FollowAsync(started);
        }
        catch (Exception exception) when (exception is InvalidConfigException or System.ComponentModel.Win32Exception)
        {
            await log.WriteAsync($"could not start: {exception.Message}");
            journal.Happened("start", MachineState.Failed, "flyd");
        }
    }

    private async Task FollowAsync(MachineProcess followed)
    {
        var code = await followed.Exited;
        work.Post(() => ExitedAsync(followed, code));
    }

    private async Task ExitedAsync(MachineProcess ended, int code)
    {
        if (process != ended || dark) return;
        process = null;
        Checks.End(Machine.Settings, "the machine is not running");
        var now = fleet.Time.GetUtcNow();
        var recent = RestartPolicy.RecentRestarts(Machine, now);
        var restarting = RestartPolicy.Restarts(Machine.Settings.Restart, code, recent) && !Machine.Settings.AutoDestroy;
        await log.WriteAsync(restarting ? $"exited with code {code}, restarting" : $"exited with code {code}");
        journal.Exited(new ExitRecord(code, RequestedStop: false, restarting, now), restarting ? recent + 1 : recent,
            restarting ? MachineState.Starting : MachineState.Stopped);
        if (restarting) dueRestart.In(RestartPolicy.Delay(recent), () => LaunchAsync("flyd"));
        else if (Machine.Settings.AutoDestroy) journal.Rests(MachineState.Destroyed);
    }

    private async Task EndProcessAsync(StopConfig stop)
    {
        dueRestart.CallOff();
        if (process is not { } current) return;
        Checks.End(Machine.Settings, "the machine is not running");
        current.Signal(Continue);
        var code = await current.EndAsync(stop.Signal, stop.EffectiveTimeout, fleet.Time);
        process = null;
        await log.WriteAsync($"stopped with code {code}");
        journal.Exited(new ExitRecord(code, RequestedStop: true, Restarting: false, fleet.Time.GetUtcNow()), 0, Machine.State);
    }

    private async Task LoseHostAsync()
    {
        dueRestart.CallOff();
        if (process is not { } current) return;
        current.KillNow();
        await current.Exited;
        process = null;
        Checks.End(Machine.Settings, "the machine's host is unreachable");
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>The runners of all live machines. Follows region faults, and renews identity tokens as Fly's init does.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    /// <summary>How long a machine may take to end when the local cloud stops; its own stop timeout holds when shorter.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    private readonly FleetContext context;
    private readonly MachineLauncher launcher;
    private readonly ConcurrentDictionary<string, MachineRunner> runners = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Lock following = new();

    /// <summary>Takes over the machines of the state; none is started yet.</summary>
    public Fleet(FleetContext context)
    {
        this.context = context;
        launcher = new MachineLauncher(context);
        foreach (var machine in context.State.Machines.Where(machine => machine.State != MachineState.Destroyed)) Add(machine);
        context.Faults.Changed += FollowFaults;
    }

    /// <summary>Starts the machines that should run, and the renewal of tokens.</summary>
    public void Resume()
    {
        foreach (var runner in runners.Values) runner.Resume();
        _ = BackgroundLoop.RunAsync(
            "The renewal of identity tokens", BackgroundLoop.Every(MachineTokens.RenewalInterval, RenewTokens, context.Time),
            context.Log, context.Time, closing.Token);
    }

    /// <summary>Takes over a new machine.</summary>
    public MachineRunner Add(MachineRecord machine)
    {
        lock (following) return runners[machine.Id] = new MachineRunner(context, launcher, machine);
    }

    /// <summary>The runner of a machine; null when there is no such machine.</summary>
    public MachineRunner? Of(string machine) => runners.GetValueOrDefault(machine);

    /// <summary>Ends and forgets the machines of an app.</summary>
    public async Task RemoveAppAsync(string app)
    {
        var members = context.State.MachinesOf(app);
        foreach (var machine in members) Of(machine.Id)?.Destroy();
        foreach (var machine in members)
            if (runners.TryRemove(machine.Id, out var runner)) await runner.DisposeAsync();
        context.State.Remove(app);
    }

    /// <summary>Ends every process and leaves the state as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        context.Faults.Changed -= FollowFaults;
        await closing.CancelAsync();
        await Task.WhenAll(runners.Values.Select(runner => runner.DisposeAsync().AsTask()));
        launcher.Dispose();
        closing.Dispose();
    }

    // Two changes at once must not overtake each other between asking and telling.
    private void FollowFaults()
    {
        lock (following)
        {
            foreach (var (id, runner) in runners)
                if (context.State.Machine(id) is { } machine) runner.SetDark(context.Faults.IsDark(VendorNames.Fly, machine.Region));
        }
    }

    private void RenewTokens()
    {
        foreach (var machine in context.State.Machines.Where(machine => Of(machine.Id)?.Process is not null)) Renew(machine);
    }

    private void Renew(MachineRecord machine)
    {
        if (!MachineTokens.IsWanted(machine.Settings) || context.State.App(machine.App) is not { } app) return;
        try
        {
            context.Tokens.Write(machine, app, MachineEnvironment.TokenFile(context.State.FolderOf(machine)));
        }
        catch (Exception exception)
        {
            // Whatever is wrong with one machine, the others' tokens are renewed.
            context.Log.LogWarning(exception, "The identity token of machine {Machine} was not renewed.", machine.Id);
        }
    }
}

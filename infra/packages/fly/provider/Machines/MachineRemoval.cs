using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Sessions;

namespace PipAi.Providers.Fly.Machines;

/// <summary>
/// Removes a machine so that nobody notices: out of the load balancing, asked to stop with its own signal and given its own time,
/// then destroyed; by force when it does not stop. That it is gone already is success.
/// </summary>
internal sealed class MachineRemoval(FlySession session, string app, string id, PropertyMap inputs)
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(60);
    private readonly MachinesApi api = session.Machines;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var deletion = inputs.Map("deletion");
        if (await api.FindAsync(app, id, cancellation) is not { } machine || machine.State == "destroyed") return;
        if (machine.State == "destroying")
        {
            await WaitUntilGoneAsync(cancellation);
            return;
        }

        await using (var lease = await MachineLease.TakeAsync(session, app, id, cancellation))
        {
            var clean = deletion.Flag("force") is not true && await TryStopAsync(machine, deletion, lease.Nonce, cancellation);
            await DestroyAsync(!clean, lease.Nonce, cancellation);
        }

        await WaitUntilGoneAsync(cancellation);
    }

    private async Task<bool> TryStopAsync(MachineView machine, PropertyMap deletion, string nonce, CancellationToken cancellation)
    {
        if (machine.State is "stopped" or "suspended" or "failed" or "created") return machine.State == "stopped";
        try
        {
            if (machine.HasServices && !machine.Cordoned)
            {
                await api.CordonAsync(app, id, nonce, cancellation);
                await session.DelayAsync(deletion.Duration("drainDelay") ?? TimeSpan.FromSeconds(10), cancellation);
            }

            var stop = machine.Config?["stop_config"] as JsonObject;
            await api.StopAsync(app, id, stop, nonce, cancellation);
            return await WaitUntilStoppedAsync(
                machine, deletion.Duration("timeout") ?? StopTime(stop) + TimeSpan.FromSeconds(30), cancellation);
        }
        catch (FlyApiException refused) when (refused.Failure is not (FlyFailure.Unauthenticated or FlyFailure.Forbidden))
        {
            // What cannot be stopped cleanly is destroyed by force.
            return false;
        }
    }

    private async Task<bool> WaitUntilStoppedAsync(MachineView machine, TimeSpan longest, CancellationToken cancellation)
    {
        var started = session.Time.GetTimestamp();
        while (session.Time.GetElapsedTime(started) is var elapsed && elapsed < longest)
        {
            var left = longest - elapsed;
            if (await api.WaitAsync(app, id, "stopped", machine.InstanceId, left < Slice ? left : Slice, cancellation)) return true;
            if (await api.FindAsync(app, id, cancellation) is not { State: not ("stopped" or "destroyed") }) return true;
            await session.DelayAsync(TimeSpan.FromMilliseconds(500), cancellation);
        }

        return false;
    }

    private async Task DestroyAsync(bool force, string nonce, CancellationToken cancellation)
    {
        try
        {
            await api.DeleteAsync(app, id, force, nonce, cancellation);
        }
        catch (FlyApiException gone) when (gone.Failure == FlyFailure.NotFound)
        {
            // Gone is what was wanted.
        }
        catch (FlyApiException refused) when (!force && refused.Failure is FlyFailure.Invalid or FlyFailure.Stale)
        {
            await api.DeleteAsync(app, id, force: true, nonce, cancellation);
        }
    }

    // Its name is free, and its app deletable, only when it is really gone.
    private async Task WaitUntilGoneAsync(CancellationToken cancellation)
    {
        var started = session.Time.GetTimestamp();
        while (await api.FindAsync(app, id, cancellation) is { State: not "destroyed" } machine)
        {
            if (session.Time.GetElapsedTime(started) > TimeSpan.FromMinutes(2))
                throw new TimeoutException($"Machine '{id}' of app '{app}' was told to go, but is still '{machine.State}'. Run again.");
            await session.DelayAsync(TimeSpan.FromMilliseconds(500), cancellation);
        }
    }

    private static TimeSpan StopTime(JsonObject? stop) => stop?["timeout"] switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) && Durations.TryParse(text, out var duration) => duration,
        JsonValue value when value.TryGetValue<long>(out var nanoseconds) => TimeSpan.FromTicks(nanoseconds / 100),
        _ => TimeSpan.FromSeconds(5),
    };
}

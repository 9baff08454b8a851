using System.Text.Json.Nodes;
using PipAi.Plugins.Diffing;
using PipAi.Plugins.Failures;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Sessions;

namespace PipAi.Providers.Fly.Machines;

/// <summary>
/// Changes a machine in place: only labels, only its place in the load balancing, or a new version. A new version takes its turn,
/// is leased, drained, updated, watched until it is healthy, and put back if it does not become so.
/// </summary>
internal sealed class MachineUpdate(FlySession session, MachineConfigJson configs, MachineTarget target, PropertyMap inputs)
{
    private readonly MachineBody body = new(configs, target, inputs);
    private readonly RolloutPlan plan = RolloutPlan.From(inputs);
    private readonly MachinesApi api = session.Machines;

    /// <summary>Makes the changes that the new inputs bring.</summary>
    public async Task<MachineView> RunAsync(string id, MachineChange change, CancellationToken cancellation)
    {
        if (change.Restart) return await RollAsync(id, cancellation);
        // An update that changes nothing is the engine's way to have an unfinished machine finished.
        if (change.IsNone) return await ResumeAsync(id, cancellation);
        var machine = await ReadAsync(id, cancellation);
        if (change.Labels) await LabelAsync(machine, cancellation);
        return await ReconcileAsync(machine, cancellation);
    }

    /// <summary>Finishes what an earlier try began, whatever is missing.</summary>
    public async Task<MachineView> ResumeAsync(string id, CancellationToken cancellation)
    {
        var machine = await ReadAsync(id, cancellation);
        if (!IsCurrent(machine)) return await RollAsync(id, cancellation);
        // Only what has come to rest can be started.
        if (machine.State is "stopping" or "suspending") machine = await WaitForSteadyStateAsync(id, cancellation);
        if (machine.State is "stopped" or "suspended" or "created" && !WantsRunning(machine))
            return await ReconcileAsync(machine, cancellation);
        if (machine.State is "stopped" or "suspended" or "created") await api.StartAsync(target.App, id, null, cancellation);
        await new MachineHealth(session, target, plan).WaitAsync(id, machine.InstanceId, null, inputs.Map("config"), cancellation);
        return await ReconcileAsync(await ReadAsync(id, cancellation), cancellation);
    }

    private async Task<MachineView> RollAsync(string id, CancellationToken cancellation)
    {
        var gate = session.Gates.For(target.App, target.Group);
        gate.ThrowIfClosed(target.Name);
        var entering = gate.AcquireAsync(target.Name, plan.Immediate ? int.MaxValue : plan.MaxUnavailable, cancellation);
        if (!entering.IsCompleted)
            await session.Log.StatusAsync($"waits for its turn: at most {plan.MaxUnavailable} of '{target.Group}' at once", target.Urn);
        using var pass = await entering;
        try
        {
            await using var lease = await MachineLease.TakeAsync(session, target.App, id, cancellation);
            return await ReplaceAsync(await ReadAsync(id, cancellation), lease.Nonce, cancellation);
        }
        catch
        {
            pass.Fail();
            throw;
        }
    }

    private async Task<MachineView> ReplaceAsync(MachineView before, string nonce, CancellationToken cancellation)
    {
        var launch = WantsRunning(before);
        if (IsCurrent(before) && before.State == "started" && launch)
            return await ReconcileAsync(await HealthyAsync(before, cancellation), cancellation, nonce);

        var drained = launch && before.HasServices && before.State == "started" && !plan.Immediate;
        if (drained)
        {
            await api.CordonAsync(target.App, before.Id, nonce, cancellation);
            await session.Log.StatusAsync($"drains for {Durations.Format(plan.DrainDelay)}", target.Urn);
            await session.DelayAsync(plan.DrainDelay, cancellation);
        }

        var updated = await PostAsync(before, nonce, launch, cancellation);
        if (!launch) return await ReconcileAsync(updated, cancellation, nonce);
        try
        {
            var healthy = await HealthyAsync(updated, cancellation);
            return await ReconcileAsync(healthy, cancellation, nonce);
        }
        catch (MachineUnhealthyException failure) when (plan.RollbackOnFailure && before.Config is not null)
        {
            throw await RollBackAsync(before, updated, nonce, failure, cancellation);
        }
    }

    private Task<MachineView> PostAsync(MachineView before, string nonce, bool launch, CancellationToken cancellation) =>
        api.UpdateAsync(target.App, before.Id, body.ForUpdate(before.Config, before.InstanceId, launch), nonce, body.Secrets, cancellation);

    private Task<MachineView> HealthyAsync(MachineView machine, CancellationToken cancellation) =>
        new MachineHealth(session, target, plan).WaitAsync(
            machine.Id, machine.InstanceId, machine.UpdatedAt, inputs.Map("config"), cancellation);

    private async Task<Exception> RollBackAsync(
        MachineView before, MachineView failed, string nonce, Exception why, CancellationToken cancellation)
    {
        try
        {
            var config = (JsonObject)before.Config!.DeepClone();
            config["image"] = before.PinnedImage;
            var previous = new JsonObject { ["config"] = config, ["current_version"] = failed.InstanceId, ["skip_launch"] = false };
            var restored = await api.UpdateAsync(target.App, before.Id, previous, nonce, body.Secrets, cancellation);
            await new MachineHealth(session, target, plan).WaitAsync(
                before.Id, restored.InstanceId, restored.UpdatedAt, configs.Read(config), cancellation);
            if (!before.Cordoned) await api.UncordonAsync(target.App, before.Id, nonce, cancellation);
            return new InvalidOperationException($"{why.Message}\nThe previous version was put back and is healthy.", why);
        }
        catch (Exception again) when (again is MachineUnhealthyException or FlyApiException)
        {
            // Left as it is, cordoned if it has services: healthy machines of the group take the load.
            var machine = await api.FindAsync(target.App, before.Id, cancellation) ?? failed;
            return new InitializationFailedException(
                target.ResourceId(machine), MachineOutputs.Of(inputs, machine), inputs,
                $"{why.Message}\nPutting the previous version back failed, too: {again.Message}");
        }
    }

    private async Task<MachineView> ReconcileAsync(MachineView machine, CancellationToken cancellation, string? nonce = null)
    {
        var cordoned = inputs.Flag("cordoned") is true;
        if (machine.Cordoned && !cordoned) await api.UncordonAsync(target.App, machine.Id, nonce, cancellation);
        if (!machine.Cordoned && cordoned) await api.CordonAsync(target.App, machine.Id, nonce, cancellation);
        var wanted = inputs.Text("desiredState");
        if (wanted == "stopped" && machine.State == "started")
        {
            await api.StopAsync(target.App, machine.Id, machine.Config?["stop_config"] as JsonObject, nonce, cancellation);
            await api.WaitAsync(target.App, machine.Id, "stopped", machine.InstanceId, TimeSpan.FromSeconds(60), cancellation);
        }
        else if (wanted == "started" && machine.State is "stopped" or "suspended" or "created")
        {
            await api.StartAsync(target.App, machine.Id, nonce, cancellation);
            await HealthyAsync(machine, cancellation);
        }

        return await WaitForSteadyStateAsync(machine.Id, cancellation);
    }

    // A machine that is not launched needs a moment, too: what is recorded is where it comes to rest, or every refresh would differ.
    private async Task<MachineView> WaitForSteadyStateAsync(string id, CancellationToken cancellation)
    {
        var started = session.Time.GetTimestamp();
        var machine = await ReadAsync(id, cancellation);
        while (machine.IsMoving && session.Time.GetElapsedTime(started) < plan.WaitTimeout)
        {
            await session.DelayAsync(TimeSpan.FromMilliseconds(500), cancellation);
            machine = await ReadAsync(id, cancellation);
        }

        return machine;
    }

    private async Task LabelAsync(MachineView machine, CancellationToken cancellation)
    {
        var wanted = inputs.Map("config").Map("metadata");
        foreach (var key in wanted.Keys.Where(key => machine.Metadata(key) != wanted.Text(key)))
            await api.SetMetadataAsync(target.App, machine.Id, key, wanted.RequiredText(key), cancellation);
        var present = (machine.Config?["metadata"] as JsonObject ?? []).Select(label => label.Key);
        foreach (var key in present.Where(key => !wanted.ContainsKey(key) && !MachineNormalForm.IsReservedLabel(key)).ToArray())
            await api.RemoveMetadataAsync(target.App, machine.Id, key, cancellation);
    }

    // Standby machines that a scaler keeps stopped stay stopped through an update.
    private bool WantsRunning(MachineView machine) => inputs.Text("desiredState") switch
    {
        "started" => true,
        "stopped" => false,
        _ =>
            machine.State is not ("stopped" or "stopping" or "suspended")
                && !(machine.State == "created" && inputs.Flag("skipLaunch") is true),
    };

    // Whether an earlier try already brought the wanted version, secrets included.
    private bool IsCurrent(MachineView machine)
    {
        if (machine.Config is not { } config) return false;
        if (inputs.Whole("minSecretsVersion") is { } version
            && !(int.TryParse(machine.Metadata(MachineTarget.SecretsKey), out var has) && has >= version)) return false;
        var wanted = MachineNormalForm.Of(PropertyMap.Empty.With("config", new PropertyValue(inputs.Map("config").Remove("metadata"))));
        var present = MachineNormalForm.Of(PropertyMap.Empty.With("config", new PropertyValue(configs.Read(config).Remove("metadata"))));
        return InputDiff.Between(present, wanted).IsEmpty && machine.Metadata("fly_process_group") == target.Group;
    }

    private async Task<MachineView> ReadAsync(string id, CancellationToken cancellation) =>
        await api.FindAsync(target.App, id, cancellation) ?? throw new InvalidOperationException(
            $"Machine '{id}' of app '{target.App}' is gone: somebody destroyed it. Bring the state up to date, and the next run creates "
                + $"it anew.\n    pulumi refresh");
}

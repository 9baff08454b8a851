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
    public async Task<MachineView> Run(string id, MachineChange change, CancellationToken cancellation)
    {
        if (change.Restart) return await InTurn(id, cancellation);
        // An update that changes nothing is the engine's way to have an unfinished machine finished.
        if (change.IsNone) return await Complete(id, cancellation);
        var machine = await Read(id, cancellation);
        if (change.Labels) await Label(machine, cancellation);
        return await Settle(machine, cancellation);
    }

    /// <summary>Finishes what an earlier try began, whatever is missing.</summary>
    public async Task<MachineView> Complete(string id, CancellationToken cancellation)
    {
        var machine = await Read(id, cancellation);
        if (!IsCurrent(machine)) return await InTurn(id, cancellation);
        // Only what has come to rest can be started.
        if (machine.State is "stopping" or "suspending") machine = await Rested(id, cancellation);
        if (machine.State is "stopped" or "suspended" or "created" && !WantsRunning(machine)) return await Settle(machine, cancellation);
        if (machine.State is "stopped" or "suspended" or "created") await api.Start(target.App, id, null, cancellation);
        await new MachineHealth(session, target, plan).Wait(id, machine.InstanceId, null, inputs.Map("config"), cancellation);
        return await Settle(await Read(id, cancellation), cancellation);
    }

    private async Task<MachineView> InTurn(string id, CancellationToken cancellation)
    {
        var gate = session.Gates.For(target.App, target.Group);
        gate.ThrowIfClosed(target.Name);
        var entering = gate.Enter(target.Name, plan.Immediate ? int.MaxValue : plan.MaxUnavailable, cancellation);
        if (!entering.IsCompleted)
            await session.Log.StatusAsync($"waits for its turn: at most {plan.MaxUnavailable} of '{target.Group}' at once", target.Urn);
        using var pass = await entering;
        try
        {
            await using var lease = await MachineLease.Take(session, target.App, id, cancellation);
            return await Replace(await Read(id, cancellation), lease.Nonce, cancellation);
        }
        catch
        {
            pass.Fail();
            throw;
        }
    }

    private async Task<MachineView> Replace(MachineView before, string nonce, CancellationToken cancellation)
    {
        var launch = WantsRunning(before);
        if (IsCurrent(before) && before.State == "started" && launch)
            return await Settle(await Healthy(before, cancellation), cancellation, nonce);

        var drained = launch && before.HasServices && before.State == "started" && !plan.Immediate;
        if (drained)
        {
            await api.Cordon(target.App, before.Id, nonce, cancellation);
            await session.Log.StatusAsync($"drains for {Durations.Format(plan.DrainDelay)}", target.Urn);
            await session.Delay(plan.DrainDelay, cancellation);
        }

        var updated = await Post(before, nonce, launch, cancellation);
        if (!launch) return await Settle(updated, cancellation, nonce);
        try
        {
            var healthy = await Healthy(updated, cancellation);
            return await Settle(healthy, cancellation, nonce);
        }
        catch (MachineUnhealthyException failure) when (plan.RollbackOnFailure && before.Config is not null)
        {
            throw await RollBack(before, updated, nonce, failure, cancellation);
        }
    }

    private Task<MachineView> Post(MachineView before, string nonce, bool launch, CancellationToken cancellation) =>
        api.Update(target.App, before.Id, body.ForUpdate(before.Config, before.InstanceId, launch), nonce, body.Secrets, cancellation);

    private Task<MachineView> Healthy(MachineView machine, CancellationToken cancellation) =>
        new MachineHealth(session, target, plan).Wait(
            machine.Id, machine.InstanceId, machine.UpdatedAt, inputs.Map("config"), cancellation);

    private async Task<Exception> RollBack(
        MachineView before, MachineView failed, string nonce, Exception why, CancellationToken cancellation)
    {
        try
        {
            var config = (JsonObject)before.Config!.DeepClone();
            config["image"] = before.PinnedImage;
            var previous = new JsonObject { ["config"] = config, ["current_version"] = failed.InstanceId, ["skip_launch"] = false };
            var restored = await api.Update(target.App, before.Id, previous, nonce, body.Secrets, cancellation);
            await new MachineHealth(session, target, plan).Wait(
                before.Id, restored.InstanceId, restored.UpdatedAt, configs.Read(config), cancellation);
            if (!before.Cordoned) await api.Uncordon(target.App, before.Id, nonce, cancellation);
            return new InvalidOperationException($"{why.Message}\nThe previous version was put back and is healthy.", why);
        }
        catch (Exception again) when (again is MachineUnhealthyException or FlyApiException)
        {
            // Left as it is, cordoned if it has services: healthy machines of the group take the load.
            var machine = await api.Find(target.App, before.Id, cancellation) ?? failed;
            return new InitializationFailedException(
                target.ResourceId(machine), MachineOutputs.Of(inputs, machine), inputs,
                $"{why.Message}\nPutting the previous version back failed, too: {again.Message}");
        }
    }

    private async Task<MachineView> Settle(MachineView machine, CancellationToken cancellation, string? nonce = null)
    {
        var cordoned = inputs.Flag("cordoned") is true;
        if (machine.Cordoned && !cordoned) await api.Uncordon(target.App, machine.Id, nonce, cancellation);
        if (!machine.Cordoned && cordoned) await api.Cordon(target.App, machine.Id, nonce, cancellation);
        var wanted = inputs.Text("desiredState");
        if (wanted == "stopped" && machine.State == "started")
        {
            await api.Stop(target.App, machine.Id, machine.Config?["stop_config"] as JsonObject, nonce, cancellation);
            await api.Wait(target.App, machine.Id, "stopped", machine.InstanceId, TimeSpan.FromSeconds(60), cancellation);
        }
        else if (wanted == "started" && machine.State is "stopped" or "suspended" or "created")
        {
            await api.Start(target.App, machine.Id, nonce, cancellation);
            await Healthy(machine, cancellation);
        }

        return await Rested(machine.Id, cancellation);
    }

    // A machine that is not launched needs a moment, too: what is recorded is where it comes to rest, or every refresh would differ.
    private async Task<MachineView> Rested(string id, CancellationToken cancellation)
    {
        var started = session.Time.GetTimestamp();
        var machine = await Read(id, cancellation);
        while (machine.IsMoving && session.Time.GetElapsedTime(started) < plan.WaitTimeout)
        {
            await session.Delay(TimeSpan.FromMilliseconds(500), cancellation);
            machine = await Read(id, cancellation);
        }

        return machine;
    }

    private async Task Label(MachineView machine, CancellationToken cancellation)
    {
        var wanted = inputs.Map("config").Map("metadata");
        foreach (var key in wanted.Keys.Where(key => machine.Metadata(key) != wanted.Text(key)))
            await api.SetMetadata(target.App, machine.Id, key, wanted.RequiredText(key), cancellation);
        var present = (machine.Config?["metadata"] as JsonObject ?? []).Select(label => label.Key);
        foreach (var key in present.Where(key => !wanted.ContainsKey(key) && !MachineNormalForm.IsReservedLabel(key)).ToArray())
            await api.RemoveMetadata(target.App, machine.Id, key, cancellation);
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

    private async Task<MachineView> Read(string id, CancellationToken cancellation) =>
        await api.Find(target.App, id, cancellation) ?? throw new InvalidOperationException(
            $"Machine '{id}' of app '{target.App}' is gone: somebody destroyed it. Bring the state up to date, and the next run creates "
                + $"it anew.\n    pulumi refresh");
}

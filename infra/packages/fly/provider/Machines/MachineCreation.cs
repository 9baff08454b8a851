using PipAi.Plugins.Failures;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Sessions;

namespace PipAi.Providers.Fly.Machines;

/// <summary>
/// Creates a machine once, however often it is tried. Fly has no idempotency key: the machine's metadata names its owner and
/// launch, and a try whose outcome is unknown looks for them before it goes on. From the moment the id is known every failure
/// carries it, so that the engine never loses a machine.
/// </summary>
internal sealed class MachineCreation(FlySession session, MachineConfigJson configs, MachineTarget target, PropertyMap inputs)
{
    private const int Tries = 4;
    private readonly MachineBody body = new(configs, target, inputs);
    private readonly RolloutPlan plan = RolloutPlan.From(inputs);

    private bool Launches => inputs.Flag("skipLaunch") is not true && inputs.Text("desiredState") != "stopped";

    public async Task<MachineView> RunAsync(CancellationToken cancellation)
    {
        var gate = session.Gates.For(target.App, target.Group);
        gate.ThrowIfClosed(target.Name);
        var existing = await FindOwnAsync(cancellation);
        var (machine, takenOver) = existing is null ? await CreateOnceAsync(cancellation) : (existing, true);
        if (takenOver) await session.Log.TakenOverAsync(target.Describe(machine), target.Urn);
        try
        {
            // What an earlier try left behind may have been made from other inputs.
            if (existing is not null)
                return await new MachineUpdate(session, configs, target, inputs).ResumeAsync(machine.Id, cancellation);
            return await FinishAsync(machine, cancellation);
        }
        catch (Exception failure)
        {
            gate.Close(target.Name);
            throw InitializationFailedException.From(failure, target.ResourceId(machine), MachineOutputs.Of(inputs, machine), inputs);
        }
    }

    private async Task<MachineView> FinishAsync(MachineView machine, CancellationToken cancellation)
    {
        if (!Launches) return machine;
        if (!inputs.Map("config").Has("checks") && !machine.HasServices && !plan.Immediate)
            await session.Log.SayAsync(
                LogSeverity.Warning,
                $"Machine '{target.Name}' has no health check; it counts as healthy after {Durations.Format(plan.SmokeTime)}.", target.Urn);
        var health = new MachineHealth(session, target, plan);
        var healthy = await health.WaitAsync(machine.Id, machine.InstanceId, machine.UpdatedAt, inputs.Map("config"), cancellation);
        if (!healthy.Cordoned || inputs.Flag("cordoned") is true) return healthy;
        await session.Machines.UncordonAsync(target.App, machine.Id, null, cancellation);
        return await session.Machines.FindAsync(target.App, machine.Id, cancellation) ?? healthy;
    }

    private async Task<(MachineView Machine, bool TakenOver)> CreateOnceAsync(CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return (await session.Machines.CreateAsync(target.App, body.ForCreate(Launches), body.Secrets, cancellation), false);
            }
            catch (FlyApiException taken) when (taken.Failure == FlyFailure.NameTaken)
            {
                return (await FindOwnAsync(cancellation) ?? throw await NameTakenAsync(taken, cancellation), true);
            }
            catch (FlyApiException unknown) when (unknown.OutcomeUnknown)
            {
                // A list may lag behind a create that did happen.
                await session.DelayAsync(TimeSpan.FromSeconds(tries), cancellation);
                if (await FindOwnAsync(cancellation) is { } made) return (made, true);
                if (tries == Tries) throw;
            }
        }
    }

    private async Task<MachineView?> FindOwnAsync(CancellationToken cancellation)
    {
        var own = (await session.Machines.ListAsync(target.App, cancellation)).Where(target.IsLaunchedAs).ToArray();
        return own.Length < 2 ? own.FirstOrDefault() : throw new InvalidOperationException(
            $"App '{target.App}' has {own.Length} machines that are marked as '{target.Name}' of this stack: "
            + $"{string.Join(
                ", ", own.Select(machine => machine.Id))}. Which one is right cannot be told from here; destroy the others and run again.\n"
            + $"    fly machine destroy <id> --app {target.App}");
    }

    private async Task<Exception> NameTakenAsync(FlyApiException taken, CancellationToken cancellation)
    {
        var holder = (await session.Machines.ListAsync(target.App, cancellation)).FirstOrDefault(
            machine => machine.Name == target.Name && !machine.IsGone);
        return holder is null ? taken : new InvalidOperationException(
            $"App '{target.App}' has a machine named '{target.Name}' already ('{holder.Id}' in region '{holder.Region}'), which this "
                + $"stack did not create there. Choose another name, or "
            + $"take it over.\n    pulumi import fly:index:Machine {target.Name} {target.ResourceId(holder)}");
    }
}

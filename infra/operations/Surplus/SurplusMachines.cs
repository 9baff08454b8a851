using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Surplus;

/// <summary>Machines of one Fly app. One that was cloned by hand takes documents like any other, with an old image and an old key.</summary>
internal sealed class SurplusMachines(string app, FlyFleet fleet, IReadOnlySet<string> declared) : ISurplusSource
{
    /// <inheritdoc/>
    public string What => $"machines of {app}";

    /// <inheritdoc/>
    public async Task<(int All, ImmutableArray<SurplusThing> Surplus)> FindAsync(CancellationToken cancellation)
    {
        var machines = (await fleet.MachinesAsync(app, cancellation)).RemoveAll(machine => machine.State == "destroying");
        return (machines.Length,
        [
            .. machines.Where(machine => !declared.Contains(machine.Id)).Select(machine => new SurplusThing(
                "machine", machine.Id, $"machine '{machine.Name}' ({machine.Id}) of {app} in {machine.Region}, {machine.State}",
                stop => fleet.DestroyAsync(app, machine.Id, stop))),
        ]);
    }
}

using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Surplus;

/// <summary>
/// Machines of one Fly app. One that was cloned by hand takes documents like any other, with an old image and an old key.
/// </summary>
/// <param name="app">The app.</param>
/// <param name="setting">The setting that says how many there are in each region.</param>
/// <param name="regions">Their number in each region.</param>
/// <param name="fleet">Fly.</param>
/// <param name="declared">Ids of the declared ones.</param>
internal sealed class SurplusMachines(
    string app, string setting, IReadOnlyDictionary<string, int> regions, FlyFleet fleet, IReadOnlySet<string> declared) : ISurplusSource
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
                stop => fleet.RemoveAsync(app, $"machines/{machine.Id}?force=true", stop))
            {
                Adoption = MoreOf(machine.Region),
            }),
        ]);
    }

    /// <summary>Machines are declared by number: a clone, with the labels of another, is none of them.</summary>
    private string MoreOf(string region) =>
        $"remove this one and have another: ./pipai config set --path 'pip-ai:{setting}.{region}' {regions.GetValueOrDefault(region)
            + 1}, then ./pipai up";
}

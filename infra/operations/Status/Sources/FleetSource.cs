using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Status.Sources;

/// <summary>
/// The machines of one app, every two seconds: Fly takes about one call a second for an app, and a deployment or a drill needs some, too.
/// </summary>
internal static class FleetSource
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    public static StatusSource Of(string name, AppSnapshot app, FlyFleet fleet) => new(name, Period, async cancellation =>
    {
        var found = await fleet.MachinesAsync(app.Name, cancellation);
        ImmutableArray<FleetMachine> machines =
            [.. found.OrderBy(machine => machine.Region, StringComparer.Ordinal).ThenBy(machine => machine.Name, StringComparer.Ordinal)];
        return status => status with
        {
            Apps = [.. status.Apps.Select(known => known.Name == app.Name ? known with { Machines = machines } : known)],
        };
    });
}

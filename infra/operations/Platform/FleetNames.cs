using System.Collections.Immutable;

namespace PipAi.Operations.Platform;

/// <summary>The names of machines, which people know them by, and their ids, which Fly does.</summary>
internal sealed class FleetNames(FlyFleet fleet)
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    /// <summary>All machines that are known, by id.</summary>
    public IReadOnlyDictionary<string, string> All => names;

    /// <summary>Reads those of apps; one that is gone keeps its name.</summary>
    /// <exception cref="PlatformCallException">Fly can't be reached, or refused the call.</exception>
    public async Task ReadAsync(ImmutableArray<string> apps, CancellationToken cancellation)
    {
        foreach (var app in apps)
            foreach (var machine in await fleet.MachinesAsync(app, cancellation)) names[machine.Id] = machine.Name;
    }

    /// <summary>A machine's name; its id where the name is not known.</summary>
    public string Of(string id) => names.GetValueOrDefault(id, id);

    /// <summary>The id of a machine that is given by name or id; null where there is none.</summary>
    public string? Id(string nameOrId) => names.ContainsKey(nameOrId) ? nameOrId
        : names.Where(entry => entry.Value == nameOrId).Select(entry => entry.Key).FirstOrDefault();
}

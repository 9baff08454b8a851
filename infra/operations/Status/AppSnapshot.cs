using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Status;

/// <summary>The machines of a Fly app.</summary>
/// <param name="Name">The app's name.</param>
/// <param name="Role"><c>workers</c> or <c>parsing</c>.</param>
/// <param name="Declared">Fly region to machines that run there by the program.</param>
internal sealed record AppSnapshot(string Name, string Role, ImmutableSortedDictionary<string, int> Declared)
{
    /// <summary>Its machines, by region and name; null until they were read.</summary>
    public ImmutableArray<FleetMachine>? Machines { get; init; }

    /// <summary>The regions in which it was declared or has machines, in order of their code.</summary>
    public IEnumerable<string> Regions => Declared.Keys.Union((Machines ?? []).Select(machine => machine.Region))
        .Order(StringComparer.Ordinal);

    /// <summary>Healthy machines in a region.</summary>
    public int Healthy(string region) => (Machines ?? []).Count(machine => machine.Region == region && machine.Healthy);
}

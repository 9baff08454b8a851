using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.State;

/// <summary>The order of resources in a state: each after all that it refers to.</summary>
internal static class StateOrder
{
    /// <summary>The same resources in a valid order, moved only where they must be.</summary>
    public static ImmutableArray<ResourceState> Sorted(ImmutableArray<ResourceState> resources)
    {
        if (IsValid(resources)) return resources;
        var byUrn = resources.OrderBy(resource => resource.Delete).ToLookup(resource => resource.Urn, StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<ResourceState>(resources.Length);
        var begun = new HashSet<ResourceState>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in resources) Place(resource);
        return result.MoveToImmutable();

        void Place(ResourceState resource)
        {
            if (!begun.Add(resource)) return;
            foreach (var urn in resource.References())
            {
                // A predecessor may refer to what refers to its successor: one version of what is needed suffices.
                if (!placed.Contains(urn) && byUrn[urn].FirstOrDefault(version => !begun.Contains(version)) is { } needed) Place(needed);
            }

            placed.Add(resource.Urn);
            result.Add(resource);
        }
    }

    private static bool IsValid(ImmutableArray<ResourceState> resources)
    {
        var seen = new HashSet<string>(resources.Length, StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            foreach (var reference in resource.References())
            {
                if (!seen.Contains(reference)) return false;
            }

            seen.Add(resource.Urn);
        }

        return true;
    }
}

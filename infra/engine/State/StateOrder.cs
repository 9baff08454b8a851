using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine.State;

/// <summary>The order of resources in a state: each after all that it refers to.</summary>
internal static class StateOrder
{
    /// <summary>The same resources in a valid order, moved only where they must be.</summary>
    public static ImmutableArray<ResourceState> Sorted(ImmutableArray<ResourceState> resources)
    {
        if (IsValid(resources)) return resources;
        var byUrn = resources.ToLookup(resource => resource.Urn, StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<ResourceState>(resources.Length);
        var placed = new HashSet<ResourceState>();
        foreach (var resource in resources) Place(resource);
        return result.MoveToImmutable();

        void Place(ResourceState resource)
        {
            if (!placed.Add(resource)) return;
            foreach (var needed in resource.References().SelectMany(urn => byUrn[urn]).Where(needed => needed.Urn != resource.Urn)) Place(needed);
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

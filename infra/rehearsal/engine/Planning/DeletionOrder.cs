using System.Collections.Immutable;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>In which order resources are deleted: what depends on another goes before it. Pure.</summary>
internal static class DeletionOrder
{
    /// <summary>Waves of resources; those of one wave may go at once, each wave after the one before it.</summary>
    /// <param name="all">The whole state, each resource after all that it refers to.</param>
    /// <param name="toDelete">The resources to delete.</param>
    public static ImmutableArray<ImmutableArray<ResourceState>> Waves(IEnumerable<ResourceState> all, IReadOnlySet<ResourceState> toDelete)
    {
        var order = all.ToArray();
        var places = Enumerable.Range(0, order.Length).ToLookup(place => order[place].Urn, StringComparer.Ordinal);
        var wave = new int[order.Length];
        // From the last to the first: when a resource is reached, all that depend on it have their waves. One URN may stand for a resource
        // and its predecessors; what stands after a resource was not there when it was made, so it cannot be meant.
        for (var i = order.Length - 1; i >= 0; i--)
        {
            if (!toDelete.Contains(order[i])) continue;
            foreach (var place in order[i].References().Distinct().SelectMany(urn => places[urn]).Where(place => place < i))
                wave[place] = Math.Max(wave[place], wave[i] + 1);
        }

        return
        [
            .. Enumerable.Range(0, order.Length).Where(place => toDelete.Contains(order[place]))
                .GroupBy(place => wave[place], place => order[place])
                .OrderBy(group => group.Key)
                .Select(
                    group =>
                        group.OrderBy(state => state.Urn, StringComparer.Ordinal).ThenBy(state => state.Id, StringComparer.Ordinal)
                            .ToImmutableArray()),
        ];
    }
}

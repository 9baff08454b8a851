using System.Collections.Immutable;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>In which order resources are deleted: what depends on another goes before it. Pure.</summary>
internal static class DeletionOrder
{
    /// <summary>Waves of resources; those of one wave may go at once, each wave after the one before it.</summary>
    /// <param name="all">The whole state, each resource after all that it refers to.</param>
    /// <param name="doomed">The resources to delete.</param>
    public static ImmutableArray<ImmutableArray<ResourceState>> Waves(IEnumerable<ResourceState> all, IReadOnlySet<ResourceState> doomed)
    {
        var wave = new Dictionary<ResourceState, int>();
        var latest = new Dictionary<string, List<ResourceState>>(StringComparer.Ordinal);
        var order = all.ToArray();
        foreach (var state in order) (latest.TryGetValue(state.Urn, out var list) ? list : latest[state.Urn] = []).Add(state);
        // From the last to the first: when a resource is reached, all that depend on it have their waves.
        for (var i = order.Length - 1; i >= 0; i--)
        {
            if (!doomed.Contains(order[i])) continue;
            var own = wave.GetValueOrDefault(order[i]);
            wave[order[i]] = own;
            foreach (var reference in order[i].References().Distinct())
            {
                foreach (var target in latest.GetValueOrDefault(reference, []))
                {
                    if (doomed.Contains(target) && target != order[i]) wave[target] = Math.Max(wave.GetValueOrDefault(target), own + 1);
                }
            }
        }

        return
        [
            .. wave.GroupBy(entry => entry.Value, entry => entry.Key)
                .OrderBy(group => group.Key)
                .Select(group => group.OrderBy(state => state.Urn, StringComparer.Ordinal).ThenBy(state => state.Id, StringComparer.Ordinal).ToImmutableArray()),
        ];
    }
}

using System.Collections.Immutable;

namespace PipAi.Operations.Drills;

/// <summary>
/// What a replica did not have yet when the fault was in force: of the objects that clients had stored by then, those that were missing
/// in at least one region that could be read.
/// </summary>
/// <param name="Stored">How many had been stored.</param>
/// <param name="Missing">How many of them were missing somewhere.</param>
/// <param name="Newest">Age of the newest that was missing.</param>
/// <param name="Oldest">Age of the oldest that was missing: what was stored before it is everywhere.</param>
internal sealed record ReplicaGap(int Stored, int Missing, TimeSpan? Newest, TimeSpan? Oldest)
{
    /// <summary>Compares.</summary>
    /// <param name="stored">The objects' keys, and how long ago each was stored.</param>
    /// <param name="replicas">The keys in each region that could be read.</param>
    public static ReplicaGap Of(IReadOnlyCollection<(string Key, TimeSpan Age)> stored, IReadOnlyCollection<IReadOnlySet<string>> replicas)
    {
        ImmutableArray<TimeSpan> missing =
            [.. stored.Where(one => replicas.Any(replica => !replica.Contains(one.Key))).Select(one => one.Age).Order()];
        return missing.IsEmpty
            ? new ReplicaGap(stored.Count, 0, null, null) : new ReplicaGap(stored.Count, missing.Length, missing[0], missing[^1]);
    }
}

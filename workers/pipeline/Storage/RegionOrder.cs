using System.Collections.Concurrent;

namespace PipAi.Workers.Pipeline.Storage;

/// <summary>
/// In which order regions are asked: as configured (primary first), but one that failed within the last 20 s goes to the
/// end, so that a dark region costs one document its timeout and not every document.
/// </summary>
internal sealed class RegionOrder(IReadOnlyList<RegionBucket> buckets, TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<string, long> failures = new();

    /// <summary>The regions in the order to ask them now; all of them, always.</summary>
    public IReadOnlyList<RegionBucket> Now() => [.. buckets.OrderBy(bucket => IsSuspect(bucket.Region))];

    /// <summary>Notes that a region did not serve a request.</summary>
    public void Failed(string region) => failures[region] = time.GetTimestamp();

    /// <summary>Notes that a region served a request.</summary>
    public void Served(string region) => failures.TryRemove(region, out _);

    private bool IsSuspect(string region) =>
        failures.TryGetValue(region, out var failed) && time.GetElapsedTime(failed) < Memory;
}

using System.Collections.Immutable;

namespace PipAi.Operations.Load;

/// <summary>How long things took, by nearest rank: each of these is a time that was measured.</summary>
/// <param name="P50">Half took no longer.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
/// <param name="Max">The slowest.</param>
internal sealed record Latencies(TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max)
{
    /// <summary>Of so many times; null where there is none.</summary>
    public static Latencies? Of(IEnumerable<TimeSpan> times)
    {
        ImmutableArray<TimeSpan> sorted = [.. times.Order()];
        if (sorted.IsEmpty) return null;
        TimeSpan Rank(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
        return new Latencies(Rank(0.5), Rank(0.95), Rank(0.99), sorted[^1]);
    }
}

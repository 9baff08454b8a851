using System.Collections.Immutable;

namespace PipAi.Operations.Measurements;

/// <summary>How long it took until work flowed again, by drills.</summary>
/// <param name="Drills">How many.</param>
/// <param name="Never">How many of them saw no recovery.</param>
/// <param name="Median">The middle one; null where it never came.</param>
/// <param name="Worst">The longest; null where it never came in one of them.</param>
internal sealed record MeasuredRecovery(int Drills, int Never, TimeSpan? Median, TimeSpan? Worst)
{
    /// <summary>By what was broken: <c>instance</c>, <c>region</c>, <c>storage</c>, <c>partition, temporal</c>.</summary>
    public static IReadOnlyDictionary<string, MeasuredRecovery> Of(IEnumerable<Sample> samples) =>
        samples.Where(sample => sample.IsOfDrill).GroupBy(sample => sample.Part[Sample.DrillPrefix.Length..])
            .ToDictionary(
                group => group.Key, group => Of([.. group.Select(sample => sample.RecoverySeconds ?? double.PositiveInfinity).Order()]));

    private static MeasuredRecovery Of(ImmutableArray<double> sorted)
    {
        static TimeSpan? Time(double seconds) => double.IsInfinity(seconds) ? null : TimeSpan.FromSeconds(seconds);
        return new MeasuredRecovery(
            sorted.Length, sorted.Count(double.IsInfinity), Time(sorted[(sorted.Length - 1) / 2]), Time(sorted[^1]));
    }
}

using System.Collections.Immutable;
using PipAi.Operations.Drills;

namespace PipAi.Cli.Drills;

/// <summary>The times that a drill is judged by; null where it did not come so far.</summary>
/// <param name="Detection">From the fault until it was noticed.</param>
/// <param name="Recovery">From the fault until work flowed again.</param>
/// <param name="Restoration">From the end of the fault until the platform was whole.</param>
internal sealed record DrillTimes(TimeSpan? Detection, TimeSpan? Recovery, TimeSpan? Restoration)
{
    /// <summary>Of several runs; what did not come in a run took longest.</summary>
    public static DrillTimes Of(ImmutableArray<DrillReport> runs, Func<IReadOnlyList<TimeSpan?>, TimeSpan?> choose)
    {
        TimeSpan? Chosen(Func<DrillReport, TimeSpan?> time) =>
            runs.IsEmpty ? null : choose([.. runs.Select(time).OrderBy(one => one ?? TimeSpan.MaxValue)]);
        return new DrillTimes(Chosen(run => run.Detection), Chosen(run => run.Recovery), Chosen(run => run.Restoration));
    }
}

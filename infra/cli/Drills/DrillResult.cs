using System.Collections.Immutable;
using PipAi.Operations.Drills;

namespace PipAi.Cli.Drills;

/// <summary>What came of a drill, run once or several times.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Runs">The reports.</param>
/// <param name="Problem">Why a run came to no report; null when all did.</param>
internal sealed record DrillResult(string Name, ImmutableArray<DrillReport> Runs, string? Problem)
{
    /// <summary>Every run came to a report, and passed.</summary>
    public bool Passed => Problem is null && Runs.All(run => run.Passed);

    /// <summary>What was broken, by name; of several runs not always the same.</summary>
    public string Subject => string.Join(", ", Runs.Select(run => run.Subject).Distinct());

    /// <summary>The middle one of the runs' times.</summary>
    public DrillTimes Median => DrillTimes.Of(Runs, times => times[(times.Count - 1) / 2]);

    /// <summary>The longest of the runs' times.</summary>
    public DrillTimes Worst => DrillTimes.Of(Runs, times => times[^1]);
}

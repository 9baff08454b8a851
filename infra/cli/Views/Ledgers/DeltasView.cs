using PipAi.Cli.Ledgers;
using PipAi.Operations.Availability;
using PipAi.Operations.Cost;
using PipAi.Operations.Plans;
using Spectre.Console;

namespace PipAi.Cli.Views.Ledgers;

/// <summary>
/// What a plan does to cost, availability and recovery: from estimates alone, so that the same plan gives the same lines.
/// </summary>
internal static class DeltasView
{
    /// <summary>Prints it; nothing where the program says nothing of its use.</summary>
    public static void Write(IAnsiConsole console, PlannedPlatform before, PlannedPlatform after)
    {
        if (after.Usage is not { } usage) return;
        var then = Figures.Of(after, usage);
        var now = before.Resources.IsEmpty ? null : Figures.Of(before, before.Usage ?? usage);
        console.MarkupLine("[bold]Estimates:[/]");
        string[][] rows =
        [
            ["", now is null ? "" : "NOW", "THEN", ""],
            Row("USD a month", now?.Cost, then.Cost, then.CostRange),
            Row("new work is accepted", now?.NewWork, then.NewWork, "of the time"),
            Row("running work goes on", now?.RunningWork, then.RunningWork, "of the time"),
            Row("worst recovery", now?.Recovery, then.Recovery, then.Loss),
        ];
        TextTable.Write(
            console, rows, numbers: 1..3, row => row[1].Length > 0 && row[1] != row[2] ? "yellow" : "default", indent: "    ");
        console.WriteLine();
    }

    private static string[] Row(string what, string? now, string then, string note) => [what, now ?? "", then, note];

    private sealed record Figures(string Cost, string CostRange, string NewWork, string RunningWork, string Recovery, string Loss)
    {
        public static Figures Of(PlannedPlatform platform, Usage usage)
        {
            var (topology, cost) = (Topology.Of(platform.Resources), CostEstimate.Of(platform.Resources, usage, PriceBook.Current).Total);
            var (model, worst) = (new PlatformModel(topology, usage.WorkersNeeded, Case.Likely), RecoveryEstimate.Worst(
                topology, usage.WorkersNeeded));
            return new Figures(
                CostView.Usd(cost.Likely),
                $"{CostView.Usd(cost.Low)} to {CostView.Usd(cost.High)}",
                Percent.Of(model.NewWork),
                Percent.Of(model.RunningWork),
                worst.Time is { } time ? DurationText.Of(time) : "none",
                $"loss of {worst.Loss}");
        }
    }
}

using PipAi.Cli.Drills;
using PipAi.Operations.Drills;
using Spectre.Console;

namespace PipAi.Cli.Views.Drills;

/// <summary>What drills measured, for a terminal.</summary>
internal static class DrillView
{
    private const int BarWidth = 32;

    /// <summary>Prints each drill that was run once in full, and a table where there are more.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<DrillResult> results)
    {
        if (results is [{ Runs: [var only], Problem: null }])
        {
            Write(console, only);
            return;
        }

        WriteTable(console, results);
        foreach (var result in results)
        {
            if (result.Problem is { } problem) Page.Write(console, $"{result.Name}: {problem}");
            foreach (var why in result.Runs.SelectMany(DrillWords.Why)) Page.Write(console, $"{result.Name}: {why}");
        }

        console.MarkupLine(results.All(result => result.Passed) ? "[green]Passed.[/]" : "[red]Failed.[/]");
    }

    private static void WriteTable(IAnsiConsole console, IReadOnlyList<DrillResult> results)
    {
        static string[] Row(string name, DrillResult result, DrillTimes times, string verdict) =>
        [
            name, DrillWords.Seconds(times.Detection), DrillWords.Seconds(times.Recovery),
            result.Runs is [{ Target: { } target }, ..] ? DurationText.Of(target) : "-", DrillWords.Seconds(times.Restoration),
            $"{result.Runs.Sum(run => run.Lost.Length)}", verdict,
        ];
        string[][] rows =
        [
            ["DRILL", "NOTICED", "RECOVERED", "TARGET", "WHOLE", "LOST", ""],
            .. results.SelectMany(result => result.Runs.Length > 1
                ? (string[][])
                [
                    Row($"{result.Name}, median of {result.Runs.Length}", result, result.Median, result.Passed ? "passed" : "FAILED"),
                    Row($"{result.Name}, worst", result, result.Worst, ""),
                ]
                : [Row($"{result.Name} {result.Subject}".TrimEnd(), result, result.Worst, result.Passed ? "passed" : "FAILED")]),
        ];
        TextTable.Write(console, rows, numbers: 1..6, row => row[^1] == "FAILED" ? "red" : "default", indent: "");
        console.WriteLine();
    }

    private static void Write(IAnsiConsole console, DrillReport report)
    {
        console.MarkupLine($"[bold]Drill: {report.Drill} {Markup.Escape(report.Subject)}[/]");
        Page.Write(console, DrillWords.Sentence(report.Broken));
        console.WriteLine();
        WriteTimeline(console, report);
        console.WriteLine();
        foreach (var (name, text) in DrillWords.Counts(report))
            foreach (var line in Page.Wrap($"  {name,-12} ", new string(' ', 15), text.Split(' '))) console.WriteLine(line);
        foreach (var why in DrillWords.Why(report)) Page.Write(console, $"  {why}");
        foreach (var left in report.NotCounted) Page.Write(console, $"  Not counted: {left}.");
        console.MarkupLine(report.Passed ? "[green]Passed.[/]" : "[red]Failed.[/]");
    }

    private static void WriteTimeline(IAnsiConsole console, DrillReport report)
    {
        if (report.Timeline.IsEmpty) return;
        var (first, last) = (report.Timeline[0].SinceFault, report.Timeline[^1].SinceFault);
        var span = Math.Max((last - first).TotalSeconds, 0.001);
        foreach (var entry in report.Timeline)
        {
            var place = (int)Math.Round((entry.SinceFault - first).TotalSeconds / span * (BarWidth - 1));
            console.WriteLine(
                $"  {DrillWords.Signed(entry.SinceFault),9}  {DrillWords.Of(entry.Moment),-21}  {new string('.', place)}{(
                    entry.Moment == DrillMoment.InForce ? '!' : 'o')}");
        }
    }
}

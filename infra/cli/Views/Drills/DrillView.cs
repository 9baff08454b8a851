using System.Globalization;
using PipAi.Cli.Drills;
using PipAi.Operations.Drills;
using PipAi.Operations.Load;
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
            foreach (var why in result.Runs.SelectMany(Why)) Page.Write(console, $"{result.Name}: {why}");
        }

        console.MarkupLine(results.All(result => result.Passed) ? "[green]Passed.[/]" : "[red]Failed.[/]");
    }

    private static void WriteTable(IAnsiConsole console, IReadOnlyList<DrillResult> results)
    {
        static string[] Row(string name, DrillResult result, DrillTimes times, string verdict) =>
        [
            name, Seconds(times.Detection), Seconds(times.Recovery),
            result.Runs is [{ Target: { } target }, ..] ? DurationText.Of(target) : "-", Seconds(times.Restoration),
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
        Page.Write(console, $"{char.ToUpperInvariant(report.Broken[0])}{report.Broken[1..]}.");
        console.WriteLine();
        WriteTimeline(console, report);
        console.WriteLine();
        foreach (var (name, text) in Counts(report))
            foreach (var line in Page.Wrap($"  {name,-12} ", new string(' ', 15), text.Split(' '))) console.WriteLine(line);
        foreach (var why in Why(report)) Page.Write(console, $"  {why}");
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
                $"  {Signed(entry.SinceFault),9}  {DrillWords.Of(entry.Moment),-21}  {new string('.', place)}{(
                    entry.Moment == DrillMoment.InForce ? '!' : 'o')}");
        }
    }

    private static IEnumerable<(string Name, string Text)> Counts(DrillReport report)
    {
        yield return ("recovery", report.Target is { } target
            ? $"{Seconds(report.Recovery)} (target {DurationText.Of(target)})"
            : $"{Seconds(report.Recovery)} (no target: {report.WithoutTarget})");
        yield return ("documents",
            $"{report.Submitted} sent, {report.Completed} answered, {report.Lost.Length} lost, {report.Refusals} refusals");
        yield return ("work", $"{report.TriedAgain} tried again, {report.Repeated} ran twice, {report.DuplicateResults} stored twice");
        if (report.Latency is { } latency) yield return ("latency", Text(latency));
        foreach (var traffic in report.Requests)
            yield return ("requests", $"{traffic.Sent} to {traffic.Address.Host}, {traffic.Failed} failed");
        if (report.Replicas is { } gap)
            yield return ("replicas", gap.Missing == 0
                ? $"had all of {gap.Stored} documents when it broke"
                : $"lacked {gap.Missing} of {gap.Stored} documents when it broke; the newest was {Seconds(gap.Newest)} old, "
                    + $"the oldest {Seconds(gap.Oldest)}");
        yield return ("whole", $"{Seconds(report.Restoration)} from the end of the fault until all was whole");
    }

    private static IEnumerable<string> Why(DrillReport report)
    {
        if (report.Stopped is { } stopped) yield return $"Stopped: {stopped}.";
        foreach (var lost in report.Lost) yield return $"Lost: {lost}.";
        if (report.NotWhole is { } missing) yield return $"Not whole: {missing}.";
        foreach (var check in report.FailedChecks) yield return $"Does not hold: {check.Area}: {check.Name}: {check.Evidence}.";
    }

    private static string Text(Latencies latency) =>
        $"p50 {Seconds(latency.P50)}, p95 {Seconds(latency.P95)}, p99 {Seconds(latency.P99)}, max {Seconds(latency.Max)}";

    private static string Seconds(TimeSpan? span) => span is { } known ? DurationText.Of(known) : "never";

    private static string Signed(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:+0.0;-0.0;0.0} s");
}

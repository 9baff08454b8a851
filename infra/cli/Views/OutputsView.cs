using System.Collections.Immutable;
using System.Text.Json;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>The stack's outputs, one per line, nested ones indented.</summary>
internal static class OutputsView
{
    /// <summary>All of them.</summary>
    public static void Write(IAnsiConsole console, ImmutableSortedDictionary<string, JsonElement> outputs)
    {
        if (outputs.Count == 0) return;
        console.MarkupLine("[bold]Outputs:[/]");
        foreach (var (key, value) in outputs) WriteLines(console, PropertyLines.Lines("    ", $"{key}:", value));
        console.WriteLine();
    }

    /// <summary>Those that change, with what they were and how many stay.</summary>
    /// <param name="console">Where to print.</param>
    /// <param name="before">The outputs as they are; null where there are none yet.</param>
    /// <param name="after">The outputs as they will be.</param>
    public static void WriteChanges(IAnsiConsole console, JsonElement? before, ImmutableSortedDictionary<string, JsonElement> after)
    {
        var old = before?.EnumerateObject().ToDictionary(output => output.Name, output => output.Value) ?? [];
        var lines = new List<string>();
        foreach (var key in old.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (was, now) = (old.TryGetValue(key, out var known) ? known : (JsonElement?)null, after.TryGetValue(key, out var next)
                ? next : (JsonElement?)null);
            if (was is null || now is null) lines.AddRange(PropertyLines.Lines("    ", $"{(was is null ? "+" : "-")} {key}:", now ?? was));
            else lines.AddRange(PropertyLines.Differences(key, was, now).SelectMany(Change));
        }

        if (lines.Count == 0) return;
        console.MarkupLine("[bold]Outputs:[/]");
        WriteLines(console, lines);
        console.WriteLine();
    }

    private static IEnumerable<string> Change((string Path, JsonElement? Old, JsonElement? New) change)
    {
        if (change.Old is null || change.New is null)
            return PropertyLines.Lines("    ", $"{(change.Old is null ? "+" : "-")} {change.Path}:", change.New ?? change.Old);
        var line = $"    ~ {change.Path}: {PropertyLines.Compact(change.Old)} => {PropertyLines.Compact(change.New)}";
        return line.Length <= Page.Width
            ? [line]
            : [
                $"    ~ {change.Path}:",
                .. PropertyLines.Lines("        ", "-", change.Old),
                .. PropertyLines.Lines("        ", "+", change.New),
            ];
    }

    private static void WriteLines(IAnsiConsole console, IEnumerable<string> lines)
    {
        foreach (var line in lines) console.WriteLine(line);
    }
}

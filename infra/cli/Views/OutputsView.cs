using System.Collections.Immutable;
using System.Text.Json;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>The stack's outputs, one per line, nested ones indented.</summary>
internal static class OutputsView
{
    public static void Write(IAnsiConsole console, ImmutableSortedDictionary<string, JsonElement> outputs)
    {
        if (outputs.Count == 0) return;
        console.MarkupLine("[bold]Outputs:[/]");
        var width = outputs.Keys.Max(key => key.Length);
        foreach (var (key, value) in outputs) WriteOne(console, "    ", key.PadRight(width), value);
        console.WriteLine();
    }

    private static void WriteOne(IAnsiConsole console, string indent, string key, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().Any())
        {
            console.WriteLine($"{indent}{key}: {DiffView.Text(value)}");
            return;
        }

        console.WriteLine($"{indent}{key.TrimEnd()}:");
        var entries = value.EnumerateObject().ToList();
        var width = entries.Max(entry => entry.Name.Length);
        foreach (var entry in entries) WriteOne(console, indent + "    ", entry.Name.PadRight(width), entry.Value);
    }
}

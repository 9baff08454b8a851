using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Planning;
using Spectre.Console;

namespace PipAi.Cli.Views.Plans;

/// <summary>How many resources change and how, in Pulumi's words.</summary>
internal static class SummaryView
{
    private static readonly Kind[] Kinds =
    [
        new(StepOp.Create, "to create", "created"),
        new(StepOp.Import, "to import", "imported"),
        new(StepOp.Update, "to update", "updated"),
        new(StepOp.Replace, "to replace", "replaced"),
        new(StepOp.Delete, "to delete", "deleted"),
        new(StepOp.Refresh, "to refresh", "refreshed"),
    ];

    public static void Write(IAnsiConsole console, ImmutableSortedDictionary<string, int> changes, bool done)
    {
        console.MarkupLine("[bold]Resources:[/]");
        var shown = Kinds.Where(kind => changes.GetValueOrDefault(kind.Op.Name()) > 0).ToList();
        foreach (var kind in shown)
        {
            console.MarkupLine(
                $"    [{PlanView.Colour(kind.Op)}]{kind.Op.Glyph()} {changes[kind.Op.Name()]} {(done ? kind.Done : kind.Plan)}[/]");
        }

        var same = changes.GetValueOrDefault(StepOp.Same.Name());
        var total = shown.Sum(kind => changes[kind.Op.Name()]);
        if (shown.Count > 1) console.WriteLine($"    {total} changes. {same} unchanged");
        else if (same > 0 || shown.Count == 0) console.WriteLine($"    {same} unchanged");
        console.WriteLine();
    }

    private sealed record Kind(StepOp Op, string Plan, string Done);
}

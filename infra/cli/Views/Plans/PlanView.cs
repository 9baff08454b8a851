using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Protocol;
using PipAi.Cli.Ledgers;
using PipAi.Cli.Views.Ledgers;
using Spectre.Console;

namespace PipAi.Cli.Views.Plans;

/// <summary>A plan as Pulumi prints it: what must not be overlooked, the tree of resources, messages, changed outputs, counts.</summary>
internal static class PlanView
{
    /// <summary>What is being done, before there is anything to show.</summary>
    /// <param name="console">Where to print.</param>
    /// <param name="stack">Name of the stack.</param>
    public static void Begin(IAnsiConsole console, string stack) =>
        console.MarkupLine($"[bold]Previewing update ({Markup.Escape(stack)}):[/]");

    /// <summary>What was found.</summary>
    /// <param name="console">Where to print it.</param>
    /// <param name="messages">Where to print what was said on the way.</param>
    /// <param name="result">The plan.</param>
    /// <param name="showSame">Whether resources that stay as they are get a line, too.</param>
    /// <param name="showDiff">Whether every property that is created, changed or deleted gets a line.</param>
    public static void Write(IAnsiConsole console, IAnsiConsole messages, PreviewResult result, bool showSame, bool showDiff)
    {
        // A stack that breaks a rule is refused as a whole.
        if (result.Failure is not ExitCategory.Policy) WritePlan(console, result, showSame, showDiff);
        PluginsView.Write(console, result.Plugins);
        DiagnosticsView.Write(messages, result.Diagnostics, DiagnosticSeverity.Notice);
        if (!result.Succeeded) return;
        OutputsView.WriteChanges(
            console, result.Plan.Steps.FirstOrDefault(step => step.Type == TypeTokens.Stack)?.Old?.Outputs, result.Outputs);
        SummaryView.Write(console, result.ChangeSummary, done: false);
        DeltasView.Write(console, PlannedPlatform.Before(result), PlannedPlatform.After(result));
    }

    /// <summary>What must not be overlooked, and how much changes: for who has said yes before seeing it.</summary>
    public static void WriteSummary(IAnsiConsole console, PreviewResult result)
    {
        WriteWarnings(console, result.Plan);
        SummaryView.Write(console, result.ChangeSummary, done: false);
    }

    private static void WritePlan(IAnsiConsole console, PreviewResult result, bool showSame, bool showDiff)
    {
        var shown = PlanTree.Shown(result.Plan, showSame);
        // A program that refuses before it declares anything may or may not have got as far as its stack: that is no plan.
        if (shown.Count <= (result.Succeeded ? 0 : 1)) return;
        WriteWarnings(console, result.Plan);
        PlanTree.Write(console, shown);
        if (showDiff) DiffView.Write(console, result.Plan);
    }

    private static void WriteWarnings(IAnsiConsole console, Plan plan)
    {
        var warnings = PlanWarnings.Of(plan);
        foreach (var warning in warnings)
        {
            foreach (var line in Page.Wrap("warning:", "    ", warning.Split(' '))) console.MarkupLine($"[yellow]{Markup.Escape(line)}[/]");
        }

        if (warnings.Count > 0) console.WriteLine();
    }

    internal static string Colour(StepOp op) => op switch
    {
        StepOp.Create or StepOp.CreateReplacement or StepOp.Import or StepOp.ImportReplacement => "green",
        StepOp.Delete or StepOp.DeleteReplaced or StepOp.Discard or StepOp.DiscardReplaced or StepOp.RemovePendingReplace => "red",
        StepOp.Update or StepOp.Refresh => "yellow",
        StepOp.Replace or StepOp.ReadReplacement => "magenta",
        StepOp.Read => "cyan",
        StepOp.Same => "default",
    };
}

using System.Collections.Immutable;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>A plan as Pulumi prints it: the tree of resources, what happens to each, messages, outputs, counts.</summary>
internal static class PlanView
{
    /// <summary>What is being done, before there is anything to show.</summary>
    /// <param name="console">Where to print.</param>
    /// <param name="stack">Name of the stack.</param>
    public static void Begin(IAnsiConsole console, string stack) => console.MarkupLine($"[bold]Previewing update ({Markup.Escape(stack)}):[/]");

    /// <summary>What was found.</summary>
    /// <param name="console">Where to print it.</param>
    /// <param name="messages">Where to print what was said on the way.</param>
    /// <param name="result">The plan.</param>
    /// <param name="showSame">Whether resources that stay as they are get a line, too.</param>
    /// <param name="showDiff">Whether every changed property gets a line.</param>
    public static void Write(IAnsiConsole console, IAnsiConsole messages, PreviewResult result, bool showSame, bool showDiff)
    {
        // A stack that breaks a rule is refused as a whole.
        if (result.Failure is not ExitCategory.Policy) WritePlan(console, result, showSame, showDiff);
        PluginsView.Write(console, result.Plugins);
        DiagnosticsView.Write(messages, result.Diagnostics, DiagnosticSeverity.Notice);
        if (!result.Succeeded) return;
        OutputsView.Write(console, result.Outputs);
        SummaryView.Write(console, result.ChangeSummary, done: false);
    }

    private static void WritePlan(IAnsiConsole console, PreviewResult result, bool showSame, bool showDiff)
    {
        var shown = Shown(result.Plan, showSame);
        // A program that refuses before it declares anything may or may not have got as far as its stack: that is no plan.
        if (shown.Count > (result.Succeeded ? 0 : 1)) WriteTable(console, result.Plan, shown);
        if (showDiff) DiffView.Write(console, result.Plan);
    }

    private static List<Step> Shown(Plan plan, bool showSame)
    {
        var byUrn = plan.Steps.Where(step => !step.IsPartOfReplacement).GroupBy(step => step.Urn).ToDictionary(group => group.Key, group => group.First());
        var shown = new HashSet<string>();
        foreach (var step in byUrn.Values.Where(step => showSame || step.Op is not StepOp.Same))
        {
            // The parents come along, so that the tree has no loose branch.
            for (var urn = step.Urn; urn.Length > 0 && shown.Add(urn) && byUrn.TryGetValue(urn, out var current);) urn = current.Parent;
        }

        return Tree(byUrn.Values.Where(step => shown.Contains(step.Urn)).ToList());
    }

    /// <summary>Parents before children, in the order of the plan.</summary>
    private static List<Step> Tree(List<Step> steps)
    {
        var known = steps.Select(step => step.Urn).ToHashSet();
        var children = steps.ToLookup(step => known.Contains(step.Parent) ? step.Parent : "");
        var ordered = new List<Step>();
        void Visit(Step step)
        {
            ordered.Add(step);
            foreach (var child in children[step.Urn]) Visit(child);
        }

        foreach (var root in children[""]) Visit(root);
        return ordered;
    }

    private static void WriteTable(IAnsiConsole console, Plan plan, List<Step> steps)
    {
        var branches = Branches(steps);
        var rows = steps.Select(step => new Row(step, branches[step.Urn] + step.Type)).ToList();
        var typeWidth = Math.Max(4, rows.Max(row => row.Type.Length));
        var nameWidth = Math.Max(4, rows.Max(row => row.Step.Name.Length));
        console.MarkupLine($"[bold]     {"Type".PadRight(typeWidth)}  {"Name".PadRight(nameWidth)}  {"Plan",-9}  Info[/]");
        foreach (var (step, type) in rows)
        {
            var op = step.Op is StepOp.Same ? "" : step.Op.Name();
            var info = DiffSummary(step);
            var line = $" {step.Op.Glyph(),-3} {type.PadRight(typeWidth)}  {step.Name.PadRight(nameWidth)}  {op,-9}";
            console.MarkupLine(info.Length == 0
                ? $"[{Colour(step.Op)}]{Markup.Escape(line.TrimEnd())}[/]"
                : $"[{Colour(step.Op)}]{Markup.Escape(line)}[/]  {Markup.Escape(info)}");
        }

        console.WriteLine();
    }

    private static Dictionary<string, string> Branches(List<Step> steps)
    {
        var known = steps.Select(step => step.Urn).ToHashSet();
        var children = steps.ToLookup(step => known.Contains(step.Parent) ? step.Parent : "");
        var branches = new Dictionary<string, string>();
        void Visit(string parent, string indent)
        {
            var list = children[parent].ToList();
            for (var i = 0; i < list.Count; i++)
            {
                var last = i == list.Count - 1;
                branches[list[i].Urn] = parent.Length == 0 ? "" : $"{indent}{(last ? "└─ " : "├─ ")}";
                Visit(list[i].Urn, parent.Length == 0 ? "" : indent + (last ? "   " : "│  "));
            }
        }

        Visit("", "");
        return branches;
    }

    private static string DiffSummary(Step step) => step.DetailedDiff.Count > 0
        ? $"[diff: {string.Join(",", step.DetailedDiff.GroupBy(entry => TopLevel(entry.Key)).Select(group => Sign(group.Select(entry => entry.Value.Kind)) + group.Key))}]"
        : step.Diffs.Length > 0 ? $"[diff: {string.Join(",", step.Diffs.Select(property => "~" + property))}]" : "";

    private static string TopLevel(string path) => path.Split('.', '[')[0];

    private static string Sign(IEnumerable<PropertyChangeKind> kinds) => kinds.Distinct().ToImmutableArray() switch
    {
        [PropertyChangeKind.Add or PropertyChangeKind.AddReplace] => "+",
        [PropertyChangeKind.Delete or PropertyChangeKind.DeleteReplace] => "-",
        _ => "~",
    };

    internal static string Colour(StepOp op) => op switch
    {
        StepOp.Create or StepOp.CreateReplacement or StepOp.Import or StepOp.ImportReplacement => "green",
        StepOp.Delete or StepOp.DeleteReplaced or StepOp.Discard or StepOp.DiscardReplaced or StepOp.RemovePendingReplace => "red",
        StepOp.Update or StepOp.Refresh => "yellow",
        StepOp.Replace or StepOp.ReadReplacement => "magenta",
        StepOp.Read => "cyan",
        StepOp.Same => "default",
    };

    private sealed record Row(Step Step, string Type);
}

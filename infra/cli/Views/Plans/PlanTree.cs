using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Properties;
using Spectre.Console;

namespace PipAi.Cli.Views.Plans;

/// <summary>The tree of the resources of a plan, one line each where it fits.</summary>
internal static class PlanTree
{
    private const int Marks = 5;
    private const int WidestType = 45;

    /// <summary>Those that change, below their parents.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="showSame">Whether those that stay as they are are shown, too.</param>
    public static IReadOnlyList<Step> Shown(Plan plan, bool showSame)
    {
        var byUrn = plan.Steps.Where(step => !step.IsPartOfReplacement).GroupBy(step => step.Urn).ToDictionary(
            group => group.Key, group => group.First());
        var shown = new HashSet<string>();
        foreach (var step in byUrn.Values.Where(step => showSame || step.Op is not StepOp.Same))
        {
            // The parents come along, so that the tree has no loose branch.
            for (var urn = step.Urn; urn.Length > 0 && shown.Add(urn) && byUrn.TryGetValue(urn, out var current);) urn = current.Parent;
        }

        return [.. byUrn.Values.Where(step => shown.Contains(step.Urn))];
    }

    /// <summary>Writes them.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<Step> steps)
    {
        var rows = Rows(steps);
        var width = Math.Min(WidestType, rows.Max(row => row.Branch.Length + row.Type.Length));
        console.MarkupLine($"[bold]     {"Type".PadRight(width)}  Name[/]");
        foreach (var row in rows) Write(console, row, width);
        console.WriteLine();
    }

    private static void Write(IAnsiConsole console, Row row, int width)
    {
        var left = $" {row.Step.Op.Glyph(),-3} {row.Branch}{row.Type}";
        var line = $"{left.PadRight(Marks + width)}  {row.Step.Name}";
        if (line.Length > Page.Width) line = $"{left}  {row.Step.Name}";
        var colour = PlanView.Colour(row.Step.Op);
        if (line.Length > Page.Width)
        {
            console.MarkupLine($"[{colour}]{Markup.Escape(left)}[/]");
            line = $"{new string(' ', Marks)}{row.Below}    {row.Step.Name}";
        }

        var info = Info(row.Step);
        if (info.Count > 0 && line.Length + 2 + info.Sum(word => word.Length + 1) <= Page.Width)
        {
            console.MarkupLine($"[{colour}]{Markup.Escape(line)}[/]  {Markup.Escape(string.Join(' ', info))}");
            return;
        }

        console.MarkupLine($"[{colour}]{Markup.Escape(line)}[/]");
        var indent = $"{new string(' ', Marks)}{row.Below}        ";
        if (info.Count > 0) foreach (var folded in Page.Wrap(indent, indent, info)) console.WriteLine(folded);
    }

    private static List<string> Info(Step step)
    {
        if (step.Op is not (StepOp.Update or StepOp.Replace or StepOp.Refresh)) return [];
        var keys = step.DetailedDiff.Count > 0
            ? step.DetailedDiff.GroupBy(entry => entry.Key.Split('.', '[')[0]).Select(
                group => Sign(group.Select(entry => entry.Value)) + group.Key)
            : step.Diffs.Select(property => "~" + property);
        List<string> words = [.. keys];
        if (words.Count == 0) return step.Op is StepOp.Replace ? ["[replaced]"] : [];
        words[0] = "[diff: " + words[0];
        return [.. words.Select((word, i) => i < words.Count - 1 ? word + "," : word + "]")];
    }

    private static string Sign(IEnumerable<PropertyChange> changes) =>
        changes.Select(change => (HasOld: change.Old is not null, change.Kind)).Distinct().ToList() switch
        {
            [{ HasOld: false, Kind: PropertyChangeKind.Add or PropertyChangeKind.AddReplace }] => "+",
            [{ Kind: PropertyChangeKind.Delete or PropertyChangeKind.DeleteReplace }] => "-",
            _ => "~",
        };

    private static List<Row> Rows(IReadOnlyList<Step> steps)
    {
        var known = steps.Select(step => step.Urn).ToHashSet();
        var children = steps.ToLookup(step => known.Contains(step.Parent) ? step.Parent : "");
        var rows = new List<Row>();
        void Visit(string parent, string indent)
        {
            var list = children[parent].ToList();
            for (var i = 0; i < list.Count; i++)
            {
                var (isRoot, isLast) = (parent.Length == 0, i == list.Count - 1);
                var below = isRoot ? "" : indent + (isLast ? "   " : "│  ");
                rows.Add(new Row(list[i], isRoot ? "" : $"{indent}{(isLast ? "└─ " : "├─ ")}", below, TypeText.Of(list[i].Type)));
                Visit(list[i].Urn, below);
            }
        }

        Visit("", "");
        return rows;
    }

    private sealed record Row(Step Step, string Branch, string Below, string Type);
}

using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using Spectre.Console;

namespace PipAi.Cli.Views.Plans;

/// <summary>
/// What a plan does, property by property: all of what is created or deleted, old and new value of what changes. Resources that change
/// alike are told once, with all their names. Secrets and unknown values are shown as such.
/// </summary>
internal static class DiffView
{
    private const string Indent = "    ";

    public static void Write(IAnsiConsole console, Plan plan)
    {
        var changes = plan.Steps.Where(step => step.Op.IsChange() && !step.IsPartOfReplacement && !step.IsInternal && step.Custom)
            .Select(step => (Step: step, Lines: Body(step).ToImmutableArray()));
        foreach (var alike in changes.GroupBy(change => (change.Step.Op, change.Step.Type, Text: string.Join('\n', change.Lines))))
        {
            var (step, lines) = alike.First();
            var names = alike.Select(change => change.Step.Name).ToList();
            var head = Page.Wrap(
                $"{step.Op.Glyph(),-2} {TypeText.Of(step.Type)}", Indent,
                names.Select((name, i) => i < names.Count - 1 ? name + "," : name).Append(names.Count > 1 ? $"({names.Count})" : ""));
            foreach (var line in head) console.MarkupLine($"[{PlanView.Colour(step.Op)}]{Markup.Escape(line)}[/]");
            foreach (var line in lines) console.WriteLine(line);
        }

        console.WriteLine();
    }

    private static IEnumerable<string> Body(Step step) => step.Op switch
    {
        StepOp.Create or StepOp.Import => All(step.New),
        StepOp.Delete => All(step.Old),
        _ when step.DetailedDiff.Count > 0 =>
            step.DetailedDiff.SelectMany(
                change => Change(change.Key, change.Value.Old, change.Value.New, IsReplacing(change.Value.Kind), change.Value.Kind)),
        _ =>
            step.Diffs.SelectMany(
                key => Change(key, Input(step.Old, key), Input(step.New, key), step.ReplaceKeys.Contains(key), PropertyChangeKind.Update)),
    };

    // What begins with two underscores is between a provider and its bridge.
    private static IEnumerable<string> All(MaskedResource? resource) => resource is null ? [] : resource.Inputs.EnumerateObject()
        .Where(property => !property.Name.StartsWith("__", StringComparison.Ordinal))
        .SelectMany(property => PropertyLines.Lines(Indent, $"{property.Name}:", property.Value));

    private static JsonElement? Input(MaskedResource? resource, string key) =>
        resource is not null && resource.Inputs.TryGetProperty(key, out var value) ? value : null;

    private static IEnumerable<string> Change(string path, JsonElement? old, JsonElement? now, bool replaces, PropertyChangeKind kind)
    {
        var suffix = replaces ? " (replaces)" : "";
        // Two values are a change, whatever a provider calls it.
        if (old is null || now is null) return One(path, old, now, suffix, kind);
        var parts = PropertyLines.Differences("", old, now).Where(part => part.Path.Length > 0).ToList();
        return parts.Count == 0
            ? Both(Indent, path, old, now, suffix)
            : parts.SelectMany(part => part is { Old: { } from, New: { } to } ? Both(Indent + Indent, part.Path, from, to, "")
                : PropertyLines.Lines(Indent + Indent, $"{(part.Old is null ? "+" : "-")} {part.Path}:", part.Old ?? part.New)).Prepend(
                    $"{Indent}~ {path}:{suffix}");
    }

    private static IEnumerable<string> One(string path, JsonElement? old, JsonElement? now, string suffix, PropertyChangeKind kind)
    {
        var sign = now is not null || (old is null && kind is PropertyChangeKind.Add or PropertyChangeKind.AddReplace) ? "+"
            : old is null && kind is PropertyChangeKind.Update or PropertyChangeKind.UpdateReplace ? "~" : "-";
        return PropertyLines.Lines(Indent, $"{sign} {path}{suffix}:", now ?? old);
    }

    private static IEnumerable<string> Both(string indent, string path, JsonElement? old, JsonElement? now, string suffix)
    {
        var line = $"{indent}~ {path}: {PropertyLines.Compact(old)} => {PropertyLines.Compact(now)}{suffix}";
        return line.Length <= Page.Width
            ? [line]
            : [
                $"{indent}~ {path}:{suffix}",
                .. PropertyLines.Lines(indent + Indent, "-", old),
                .. PropertyLines.Lines(indent + Indent, "+", now),
            ];
    }

    private static bool IsReplacing(PropertyChangeKind kind) =>
        kind is PropertyChangeKind.AddReplace or PropertyChangeKind.DeleteReplace or PropertyChangeKind.UpdateReplace;
}

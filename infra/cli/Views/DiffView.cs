using System.Buffers;
using System.Text;
using System.Text.Json;
using EmbeddedPulumi.Engine.Planning;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>Every changed property of a plan: path, old value, new value. Secrets and unknown values are shown as such.</summary>
internal static class DiffView
{
    public static void Write(IAnsiConsole console, Plan plan)
    {
        foreach (var step in plan.Steps.Where(step => step.Op.IsChange() && !step.IsPartOfReplacement && step.DetailedDiff.Count > 0))
        {
            console.MarkupLine($"[{PlanView.Colour(step.Op)}]{Markup.Escape($"{step.Op.Glyph()} {step.Type} {step.Name}")}[/]");
            foreach (var (path, change) in step.DetailedDiff) console.WriteLine($"    {Line(path, change)}");
        }
    }

    private static string Line(string path, PropertyChange change) => change.Kind switch
    {
        PropertyChangeKind.Add => $"+ {path}: {Text(change.New)}",
        PropertyChangeKind.AddReplace => $"+ {path}: {Text(change.New)} (replaces)",
        PropertyChangeKind.Delete => $"- {path}: {Text(change.Old)}",
        PropertyChangeKind.DeleteReplace => $"- {path}: {Text(change.Old)} (replaces)",
        PropertyChangeKind.Update => $"~ {path}: {Text(change.Old)} => {Text(change.New)}",
        PropertyChangeKind.UpdateReplace => $"~ {path}: {Text(change.Old)} => {Text(change.New)} (replaces)",
    };

    internal static string Text(JsonElement? value) => value switch
    {
        null => "(not shown)",
        { ValueKind: JsonValueKind.String } text when text.GetString() == StepResource.Unknown => "[unknown]",
        { ValueKind: JsonValueKind.String } text when text.GetString() == StepResource.Secret => StepResource.Secret,
        { } any => Compact(any).Replace($"\"{StepResource.Unknown}\"", "[unknown]", StringComparison.Ordinal),
    };

    /// <summary>Without the serializer, which would make ready for every type there is.</summary>
    private static string Compact(JsonElement value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes)) value.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}

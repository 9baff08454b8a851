using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PipAi.Infra.Policies;

namespace PipAi.Program.Tests;

/// <summary>Writes what a program declares as a tree that people read: component, resource, inputs, options.</summary>
internal sealed class PlanText
{
    private const int Width = 150;

    private readonly StringBuilder _text = new();
    private readonly Declaration _declaration;

    private PlanText(Declaration declaration) => _declaration = declaration;

    /// <summary>The text of a declaration: its resources as a tree, then the stack's outputs.</summary>
    public static string Of(Declaration declaration)
    {
        var plan = new PlanText(declaration);
        foreach (var root in declaration.Resources.Where(resource => resource.Parent.Length == 0 && resource.Type != "pulumi:pulumi:Stack"))
            plan.Append(root, 0);
        plan.Line(0, "");
        plan.Line(0, "outputs");
        foreach (var output in declaration.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal)) plan.Line(1, output.Key);
        return plan._text.ToString();
    }

    private void Append(PolicyResource resource, int depth)
    {
        if (depth == 0) Line(0, "");
        Line(depth, $"{resource.Type} {resource.Name}{(resource.IsProtected ? "  [protected]" : "")}");
        if (!resource.DependsOn.IsEmpty)
            Line(depth + 1, $"after: {string.Join(", ", resource.DependsOn.Distinct().Order(StringComparer.Ordinal))}");
        foreach (var (name, value) in resource.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal)) Append(depth + 1, name, value);
        if (!resource.Type.StartsWith("pipai:", StringComparison.Ordinal)) return;
        // A component and its child may share a name, as a child and a grandchild may: the type tells them apart.
        foreach (var child in _declaration.Resources.Where(child => child.Parent == resource.Name && child.Type != resource.Type))
            Append(child, depth + 1);
    }

    private void Append(int depth, string name, object? value)
    {
        if (Labels(value) is { } rest)
        {
            Line(depth, rest.IsEmpty ? $"{name}: the stack's labels" : $"{name}: the stack's labels and {Inline(rest)}");
        }
        else if (Inline(value) is { } text && depth * 4 + name.Length + text.Length < Width)
        {
            Line(depth, $"{name}: {text}");
        }
        else if (value is IReadOnlyDictionary<string, object> map)
        {
            Line(depth, $"{name}:");
            foreach (var (key, inner) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal)) Append(depth + 1, key, inner);
        }
        else if (value is IEnumerable<object> list)
        {
            foreach (var (index, item) in list.Index()) Append(depth, $"{name}[{index}]", item);
        }
        else
        {
            AppendText(depth, name, Inline(value));
        }
    }

    // A policy statement by statement: what may be done, to what, when.
    private void AppendText(int depth, string name, string text)
    {
        if (!text.StartsWith("{\"Version\"", StringComparison.Ordinal))
        {
            Line(depth, $"{name}: {text}");
            return;
        }

        Line(depth, $"{name}:");
        using var policy = JsonDocument.Parse(text);
        foreach (var statement in policy.RootElement.GetProperty("Statement").EnumerateArray())
        {
            var to = statement.TryGetProperty("Principal", out var principal)
                ? $" to {principal.EnumerateObject().Single().Name} {principal.EnumerateObject().Single().Value}" : "";
            Line(depth + 1, $"{statement.GetProperty("Sid")}: {statement.GetProperty("Effect")}{to}");
            Wrap(depth + 2, "", statement.GetProperty("Action"));
            if (statement.TryGetProperty("Resource", out var resources)) Wrap(depth + 2, "on ", resources);
            if (!statement.TryGetProperty("Condition", out var conditions)) continue;
            foreach (var (comparison, condition) in conditions.EnumerateObject().SelectMany(
                same => same.Value.EnumerateObject().Select(condition => (same.Name, condition))))
                Line(depth + 2, $"if {comparison} {condition.Name} {condition.Value}");
        }
    }

    private void Wrap(int depth, string first, JsonElement texts)
    {
        var line = first;
        foreach (var text in texts.EnumerateArray().Select(item => item.GetString()!))
        {
            if (line.Length > first.Length && depth * 4 + line.Length + text.Length > Width)
            {
                Line(depth, line.TrimEnd());
                line = new string(' ', first.Length);
            }

            line += $"{text} ";
        }

        Line(depth, line.TrimEnd());
    }

    // What a map holds besides the labels that all resources of the stack have; null if it does not hold those.
    private ImmutableSortedDictionary<string, object>? Labels(object? value) =>
        value is IReadOnlyDictionary<string, object> map
            && _declaration.Settings.Tags.All(tag => map.GetValueOrDefault(tag.Key) as string == tag.Value)
            ? map.Where(entry => !_declaration.Settings.Tags.ContainsKey(entry.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal)
            : null;

    private static string Inline(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IReadOnlyDictionary<string, object> map =>
            "{ "
                + string.Join(
                    ", ", map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {Inline(entry.Value)}"))
                    + " }",
        IEnumerable<object> list => "[" + string.Join(", ", list.Select(Inline)) + "]",
        string text => text.Length == 0 ? "\"\"" : text,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private void Line(int depth, string text)
    {
        if (text.Length > 0) _text.Append(' ', depth * 4).Append(text);
        _text.Append('\n');
    }
}

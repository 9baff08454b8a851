using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;

namespace EmbeddedPulumi.Engine;

/// <summary>
/// What is wrong with a stack's configuration, from both who can tell: the project file knows keys and types, the program what its
/// settings mean. A user gets all of it at once, and nothing is changed.
/// </summary>
internal static class ConfigMistakes
{
    /// <summary>The error to show; where the program speaks of a key itself, its words are better.</summary>
    public static EngineException Explain(
        string stackFile, ImmutableArray<(string Key, string Text)> mistakes, IEnumerable<Diagnostic> said)
    {
        var (own, program) = Joined(mistakes, said);
        var parts = new List<string>();
        if (own.Count > 0)
        {
            var count = own.Count == 1 ? "1 setting" : $"{own.Count} settings";
            parts.Add(
                $"{Path.GetFileName(stackFile)} has {count} to fix:\n{string.Join('\n', own.Select(mistake => "  " + mistake.Text))}");
        }

        return new EngineException(ExitCategory.Configuration, ErrorCodes.StackFile, string.Join('\n', [.. parts, .. program]));
    }

    /// <summary>Each mistake by itself: a line of its own and those that are indented more.</summary>
    public static ImmutableArray<string> All(ImmutableArray<(string Key, string Text)> mistakes, IEnumerable<Diagnostic> said)
    {
        var (own, program) = Joined(mistakes, said);
        var all = ImmutableArray.CreateBuilder<string>();
        all.AddRange(own.Select(mistake => mistake.Text));
        foreach (var line in program.SelectMany(message => message.Split('\n')).Where(
            line => line.StartsWith("  ", StringComparison.Ordinal)))
        {
            if (line[2] != ' ' || all.Count == 0) all.Add(line.Trim());
            else all[^1] += "\n    " + line.Trim();
        }

        return all.ToImmutable();
    }

    private static (List<(string Key, string Text)> Own, List<string> Program) Joined(
        ImmutableArray<(string Key, string Text)> mistakes, IEnumerable<Diagnostic> said)
    {
        var program =
            said.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Message.TrimEnd())
                .Distinct().ToList();
        return ([.. mistakes.Where(mistake => !program.Exists(message => Mentions(message, mistake.Key)))], program);
    }

    /// <summary>Whether the message has the key as a whole word, not as the beginning of a longer one.</summary>
    private static bool Mentions(string message, string key)
    {
        for (var at = message.IndexOf(key, StringComparison.Ordinal); at >= 0; at = message.IndexOf(key, at + 1, StringComparison.Ordinal))
        {
            var end = at + key.Length;
            if (end == message.Length || !char.IsLetterOrDigit(message[end])) return true;
        }

        return false;
    }
}

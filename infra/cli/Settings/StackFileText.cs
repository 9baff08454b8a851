using EmbeddedPulumi.Engine.Files;
using PipAi.Cli.Errors;

namespace PipAi.Cli.Settings;

/// <summary>
/// Edits the text of a Pulumi.&lt;stack&gt;.yaml line by line, so that its comments and its order survive. It knows the shape that
/// Pulumi itself writes: a top-level <c>config:</c> with one key per line, two spaces in, and nested values below.
/// </summary>
internal static class StackFileText
{
    /// <summary>The text with <paramref name="key"/> set to <paramref name="value"/>, in place where the key stands already.</summary>
    /// <param name="text">The file's text; empty for a new file.</param>
    /// <param name="key">Full key, such as <c>pip-ai:workerCpus</c>.</param>
    /// <param name="value">The value.</param>
    public static string Set(string text, string key, YamlValue value)
    {
        var lines = text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n').ToList();
        var (start, end) = ConfigBlock(lines);
        var line = $"  {key}: {SettingText.Write(value)}";
        var at = end;
        if (Find(lines, start, end, key) is { } there)
        {
            at = there;
            lines.RemoveRange(at, EntryEnd(lines, at, end) - at);
        }

        lines.Insert(at, line);
        return Join(lines);
    }

    /// <summary>The text with one entry of the map or list at <paramref name="key"/> set; one that is not there begins with it.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="key">Full key of the map or list.</param>
    /// <param name="entry">A key of the map, or <c>[0]</c>, <c>[1]</c>, ... for an item of a list.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="CliException">The map stands on one line, in YAML's flow form.</exception>
    public static string SetEntry(string text, string key, string entry, YamlValue value)
    {
        var lines = text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n').ToList();
        var (start, end) = ConfigBlock(lines);
        var line = Index(entry) is null
            ? $"    {SettingText.Word(entry)}: {SettingText.Write(value)}" : $"    - {SettingText.Write(value)}";
        if (Find(lines, start, end, key) is not { } at)
        {
            lines.InsertRange(end, [$"  {key}:", line]);
            return Join(lines);
        }

        if (lines[at].TrimEnd() is var head
            && (head.EndsWith(": {}", StringComparison.Ordinal) || head.EndsWith(": []", StringComparison.Ordinal)))
            lines[at] = head[..^3];
        RequireBlock(lines[at], key);
        var last = EntryEnd(lines, at, end);
        if (FindEntry(lines, at + 1, last, entry) is { } there) lines[there] = line;
        else lines.Insert(last, line);
        return Join(lines);
    }

    /// <summary>The text without <paramref name="key"/>; null when it has no such key.</summary>
    public static string? Remove(string text, string key)
    {
        var lines = text.TrimEnd('\n').Split('\n').ToList();
        var (start, end) = ConfigBlock(lines);
        if (Find(lines, start, end, key) is not { } at) return null;
        lines.RemoveRange(at, EntryEnd(lines, at, end) - at);
        return Join(lines);
    }

    /// <summary>The text without one entry of the map or list at <paramref name="key"/>; null when there is no such entry.</summary>
    /// <exception cref="CliException">The map stands on one line, in YAML's flow form.</exception>
    public static string? RemoveEntry(string text, string key, string entry)
    {
        var lines = text.TrimEnd('\n').Split('\n').ToList();
        var (start, end) = ConfigBlock(lines);
        if (Find(lines, start, end, key) is not { } at) return null;
        RequireBlock(lines[at], key);
        var last = EntryEnd(lines, at, end);
        if (FindEntry(lines, at + 1, last, entry) is not { } there) return null;
        lines.RemoveAt(there);
        // A key with nothing behind it is neither a map nor a list.
        if (lines[(at + 1)..(last - 1)].TrueForAll(line => line.TrimStart() is "" or ['#', ..]))
            lines[at] = $"{lines[at].TrimEnd()} {(Index(entry) is null ? "{}" : "[]")}";
        return Join(lines);
    }

    private static int? Find(List<string> lines, int start, int end, string key) =>
        lines.FindIndex(start, end - start, line => IsKey(line, key)) is >= 0 and var at ? at : null;

    private static int? FindEntry(List<string> lines, int start, int end, string entry) => Index(entry) is { } index
        ? Enumerable.Range(start, end - start).Where(at => lines[at].TrimStart().StartsWith('-')).Select(at => (int?)at).ElementAtOrDefault(
            index)
        : lines.FindIndex(
            start, end - start, line => line.StartsWith($"    {SettingText.Word(entry)}:", StringComparison.Ordinal)) is >= 0 and var at
                ? at : null;

    // The number in `[2]`; null for the key of a map.
    internal static int? Index(string entry) => entry is ['[', .. var number, ']'] && int.TryParse(number, out var index) ? index : null;

    private static void RequireBlock(string line, string key)
    {
        if (line.TrimEnd().EndsWith(':')) return;
        throw new CliException(
            ExitCode.Configuration, $"'{key}' stands on one line: '{line.Trim()}'. Change it there, or set it as a whole.",
            $"./pipai config set {key} '{{...}}'");
    }

    /// <summary>From the line after <c>config:</c> to the line after its last entry; the block is made when there is none.</summary>
    private static (int Start, int End) ConfigBlock(List<string> lines)
    {
        var header = lines.FindIndex(line => line.TrimEnd() is "config:" or "config: {}");
        if (header >= 0) lines[header] = "config:";
        if (header < 0)
        {
            lines.Add("config:");
            header = lines.Count - 1;
        }

        var end = header + 1;
        for (var i = header + 1; i < lines.Count && (lines[i].Length == 0 || lines[i][0] is ' ' or '#'); i++)
        {
            if (lines[i].StartsWith(' ')) end = i + 1;
        }

        return (header + 1, end);
    }

    private static int EntryEnd(List<string> lines, int at, int end)
    {
        var next = at + 1;
        while (next < end
            && (lines[next].StartsWith("   ", StringComparison.Ordinal) || lines[next].StartsWith("  -", StringComparison.Ordinal))) next++;
        return next;
    }

    private static bool IsKey(string line, string key) =>
        line.StartsWith($"  {key}:", StringComparison.Ordinal) || line.StartsWith($"  \"{key}\":", StringComparison.Ordinal)
            || line.StartsWith($"  '{key}':", StringComparison.Ordinal);

    private static string Join(List<string> lines) => string.Join('\n', lines) + "\n";
}

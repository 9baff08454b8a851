using System.Text.RegularExpressions;

namespace PipAi.Cli.Settings;

/// <summary>
/// Edits the text of a Pulumi.&lt;stack&gt;.yaml line by line, so that its comments and its order survive. It knows the shape that
/// Pulumi itself writes: a top-level <c>config:</c> with one key per line, two spaces in, and nested values below.
/// </summary>
internal static partial class StackFile
{
    /// <summary>The text with <paramref name="key"/> set to <paramref name="value"/>, in place where the key stands already.</summary>
    /// <param name="text">The file's text; empty for a new file.</param>
    /// <param name="key">Full key, such as <c>pip-ai:workerCpus</c>.</param>
    /// <param name="value">A scalar, or a map or list in YAML's flow form.</param>
    public static string Set(string text, string key, string value)
    {
        var lines = text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n').ToList();
        var (start, end) = ConfigBlock(lines);
        var line = $"  {key}: {Scalar(value)}";
        for (var i = start; i < end; i++)
        {
            if (!IsKey(lines[i], key)) continue;
            lines.RemoveRange(i, EntryEnd(lines, i, end) - i);
            lines.Insert(i, line);
            return Join(lines);
        }

        lines.Insert(end, line);
        return Join(lines);
    }

    /// <summary>The text without <paramref name="key"/>; null when it has no such key.</summary>
    public static string? Remove(string text, string key)
    {
        var lines = text.TrimEnd('\n').Split('\n').ToList();
        var (start, end) = ConfigBlock(lines);
        var at = lines.FindIndex(start, end - start, line => IsKey(line, key));
        if (at < 0) return null;
        lines.RemoveRange(at, EntryEnd(lines, at, end) - at);
        return Join(lines);
    }

    /// <summary>From the line after <c>config:</c> to the line after its last entry; the block is made when there is none.</summary>
    private static (int Start, int End) ConfigBlock(List<string> lines)
    {
        var header = lines.FindIndex(line => line.TrimEnd() == "config:");
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
        while (next < end && (lines[next].StartsWith("   ", StringComparison.Ordinal) || lines[next].StartsWith("  -", StringComparison.Ordinal))) next++;
        return next;
    }

    private static bool IsKey(string line, string key) =>
        line.StartsWith($"  {key}:", StringComparison.Ordinal) || line.StartsWith($"  \"{key}\":", StringComparison.Ordinal) || line.StartsWith($"  '{key}':", StringComparison.Ordinal);

    private static string Scalar(string value) =>
        PlainScalar().IsMatch(value) || value.StartsWith('{') || value.StartsWith('[') ? value : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Join(List<string> lines) => string.Join('\n', lines) + "\n";

    /// <summary>Texts that YAML reads back as they are; a date, for one, it would not.</summary>
    [GeneratedRegex(@"^(?:-?\d+(?:\.\d+)?|true|false|[A-Za-z][\w./@-]*)$")]
    private static partial Regex PlainScalar();
}

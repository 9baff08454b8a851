using System.Text;

namespace PipAi.Packages.Codegen.CSharp;

/// <summary>Collects lines of C#, indented by the blocks they stand in.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes one line; an empty one without indentation.</summary>
    public void Line(string text = "")
    {
        if (text.Length > 0) _text.Append(' ', _depth * 4).Append(text);
        _text.Append('\n');
    }

    /// <summary>Writes a header and, between braces, what <paramref name="body"/> writes.</summary>
    public void Block(string header, Action body, string end = "}")
    {
        Line(header);
        Line("{");
        _depth++;
        body();
        _depth--;
        Line(end);
    }

    /// <summary>Writes lines one step further in, without braces.</summary>
    public void Indented(Action body)
    {
        _depth++;
        body();
        _depth--;
    }

    /// <summary>Writes an XML summary; nothing when there is no text.</summary>
    public void Summary(string text)
    {
        if (text.Length == 0) return;
        Line("/// <summary>");
        foreach (var line in text.Trim().ReplaceLineEndings("\n").Split('\n')) Line($"/// {Escape(line)}".TrimEnd());
        Line("/// </summary>");
    }

    /// <summary>Writes an XML element of one line, such as a parameter's description.</summary>
    public void Param(string name, string text) => Line($"/// <param name=\"{name}\">{Escape(text)}</param>");

    /// <summary>Writes an <c>Obsolete</c> attribute; nothing when there is no message.</summary>
    public void Obsolete(string message)
    {
        if (message.Length > 0) Line($"[global::System.Obsolete({Literal(message)})]");
    }

    /// <summary>A C# string literal.</summary>
    public static string Literal(string text) => $"@\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}

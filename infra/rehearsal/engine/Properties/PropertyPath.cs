using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EmbeddedPulumi.Engine.Properties;

/// <summary>
/// A place inside a resource's properties, as options and diffs write it: <c>a.b</c>, <c>a[0]</c>, <c>a["k"]</c>, <c>a[*]</c>.
/// </summary>
/// <param name="Segments">Names (text), indexes (int) or the wildcard <see cref="Any"/>.</param>
internal sealed record PropertyPath(ImmutableArray<object> Segments)
{
    public const string Any = "*";

    public static PropertyPath Root { get; } = new([]);

    public string TopLevel => Segments.Length == 0 ? "" : Convert.ToString(Segments[0], CultureInfo.InvariantCulture)!;

    public PropertyPath Then(object segment) => new(Segments.Add(segment));

    /// <summary>Reads a path; what is not one is taken as a single name.</summary>
    public static PropertyPath Parse(string text) => TryParse(text) ?? new PropertyPath([text]);

    /// <summary>
    /// Reads a path as Pulumi does; null when it is none, such as <c>a[</c>, <c>.a</c> or <c>a.</c>. The empty one is the root.
    /// </summary>
    public static PropertyPath? TryParse(string text)
    {
        if (text.StartsWith('.')) return null;
        var segments = ImmutableArray.CreateBuilder<object>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '.')
            {
                if (++at == text.Length) return null;
            }
            else if (text[at] == '[')
            {
                var isQuoted = at + 1 < text.Length && text[at + 1] == '"';
                var end = isQuoted ? ClosingQuote(text, at + 2) + 1 : text.IndexOf(']', at);
                if (end <= at || end >= text.Length || text[end] != ']' || Bracket(text[(at + 1)..end]) is not { } segment) return null;
                segments.Add(segment);
                at = end + 1;
            }
            else
            {
                var end = text.AsSpan(at).IndexOfAny('.', '[');
                end = end < 0 ? text.Length : at + end;
                segments.Add(text[at..end]);
                at = end;
            }
        }

        return new PropertyPath(segments.ToImmutable());
    }

    /// <summary>Whether this pattern names <paramref name="path"/> or something around it.</summary>
    public bool Covers(PropertyPath path)
    {
        if (Segments.Length > path.Segments.Length) return false;
        return !Segments.Where((segment, i) => segment is not Any && !segment.Equals(path.Segments[i])).Any();
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var segment in Segments)
        {
            if (segment is int index) text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else if (IsPlain((string)segment)) text.Append(text.Length > 0 ? "." : "").Append(segment);
            else text.Append("[\"").Append(((string)segment).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"]");
        }

        return text.ToString();
    }

    private static int ClosingQuote(string text, int at)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '"') at++;
            else if (text[at] == '"') return at;
        }

        return -1;
    }

    private static object? Bracket(string inside) => inside switch
    {
        ['"', .. var quoted, '"'] => quoted.Replace("\\\"", "\"", StringComparison.Ordinal),
        Any => Any,
        _ => int.TryParse(inside, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? index : null,
    };

    private static bool IsPlain(string name) =>
        name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '$' or ':' or '/' or '*');
}

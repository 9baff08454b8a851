using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>A place inside a resource's properties, as options and diffs write it: <c>a.b</c>, <c>a[0]</c>, <c>a["k"]</c>, <c>a[*]</c>.</summary>
/// <param name="Segments">Names (text), indexes (int) or the wildcard <see cref="Any"/>.</param>
internal sealed record PropertyPath(ImmutableArray<object> Segments)
{
    public const string Any = "*";

    public static PropertyPath Root { get; } = new([]);

    public string TopLevel => Segments.Length == 0 ? "" : Convert.ToString(Segments[0], CultureInfo.InvariantCulture)!;

    public PropertyPath Then(object segment) => new(Segments.Add(segment));

    /// <summary>Reads a path; what is not one is taken as a single name.</summary>
    public static PropertyPath Parse(string text)
    {
        var segments = ImmutableArray.CreateBuilder<object>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '.')
            {
                at++;
            }
            else if (text[at] == '[')
            {
                var end = text.IndexOf(']', at);
                if (at + 1 < text.Length && text[at + 1] == '"') end = text.IndexOf("\"]", at + 2, StringComparison.Ordinal) + 1;
                if (end <= at) return new PropertyPath([text]);
                segments.Add(Bracket(text[(at + 1)..end]));
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

    private static object Bracket(string inside) => inside switch
    {
        ['"', .. var quoted, '"'] => quoted.Replace("\\\"", "\"", StringComparison.Ordinal),
        _ when int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index) => index,
        _ => inside,
    };

    private static bool IsPlain(string name) =>
        name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '$' or ':' or '/' or '*');
}

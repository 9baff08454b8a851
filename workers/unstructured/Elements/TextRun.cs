using System.Text;

namespace PipAi.Workers.Unstructured.Elements;

/// <summary>Collects the inline text of one block, with the links in it.</summary>
internal sealed class TextRun
{
    private readonly StringBuilder text = new();
    private readonly List<Link> links = [];

    /// <summary>The links so far.</summary>
    public IReadOnlyList<Link> Links => [.. links];

    /// <summary>Appends text as it stands in the source.</summary>
    public void Append(string raw) => text.Append(raw);

    /// <summary>Where the text ends now, to cut out what a link shows.</summary>
    public int Mark() => text.Length;

    /// <summary>Notes a link that shows what was appended since <paramref name="mark"/>.</summary>
    public void Link(int mark, string? url)
    {
        var shown = mark <= text.Length ? Collapse(text.ToString(mark, text.Length - mark)) : "";
        if (!string.IsNullOrWhiteSpace(url) && shown.Length > 0) links.Add(new(shown, url.Trim()));
    }

    /// <summary>Gives the text with white space collapsed, and begins an empty one.</summary>
    public (string Text, IReadOnlyList<Link> Links) Take()
    {
        var taken = (Collapse(text.ToString()), Links);
        text.Clear();
        links.Clear();
        return taken;
    }

    /// <summary>Runs of white space become one space; none is left at the ends; soft hyphens and zero-width spaces go.</summary>
    public static string Collapse(string raw)
    {
        var result = new StringBuilder(raw.Length);
        var space = false;
        foreach (var c in raw)
        {
            if (c is '\u00AD' or '\u200B' or '\uFEFF') continue;
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                space = result.Length > 0;
                continue;
            }

            if (space) result.Append(' ');
            space = false;
            result.Append(c);
        }

        return result.ToString();
    }
}

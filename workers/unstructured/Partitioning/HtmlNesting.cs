using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>
/// Refuses HTML that is nested absurdly deep before it is parsed: building its tree takes time that grows with the square
/// of the depth (minutes at 150,000), and cannot be stopped half-way.
/// </summary>
internal static class HtmlNesting
{
    private const int Deepest = 5_000;

    // Elements that HTML never closes by itself. Pages with thousands of unclosed <p>, <li> or <td> are common and harmless.
    private static readonly HashSet<string> Containers = new(StringComparer.OrdinalIgnoreCase)
    {
        "div", "span", "section", "article", "aside", "main", "header", "footer", "nav", "blockquote", "ul", "ol", "dl", "table", "figure",
        "details",
        "a", "b", "i", "u", "s", "em", "strong", "font", "small", "big", "code", "sub", "sup", "center", "fieldset", "form", "label", "pre",
    };

    /// <summary>Scans the tags once.</summary>
    /// <exception cref="RequestRejectedException">It is nested too deeply (422).</exception>
    public static void Refuse(ReadOnlySpan<char> html)
    {
        var names = Containers.GetAlternateLookup<ReadOnlySpan<char>>();
        var depth = 0;
        for (var at = html.IndexOf('<'); at >= 0;)
        {
            var closes = at + 1 < html.Length && html[at + 1] == '/';
            var begin = at + (closes ? 2 : 1);
            var end = begin;
            while (end < html.Length && char.IsAsciiLetterOrDigit(html[end])) end++;
            if (end > begin && names.Contains(html[begin..end])) depth = closes ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > Deepest) throw RequestRejectedException.Unreadable("File is nested too deeply.");
            var next = html[end..].IndexOf('<');
            at = next < 0 ? -1 : end + next;
        }
    }
}

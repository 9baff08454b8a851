using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Elements;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>Tables in HTML.</summary>
internal static class HtmlTable
{
    // What begins and ends with a line of its own; within a cell a space stands for it.
    private static readonly HashSet<string> Lines = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "blockquote", "br", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "header",
        "hr", "li",
        "main", "menu", "nav", "ol", "p", "pre", "summary", "ul",
    };

    /// <summary>Whether it is a table of cells, and not one that lays out a page.</summary>
    public static bool HoldsTabularContent(IElement table) =>
        table is IHtmlTableElement { Rows.Length: > 0 } && table.QuerySelector("table, h1, h2, h3, h4, article, section") is null;

    /// <summary>Reads it: its caption, if it has one, and the table.</summary>
    public static IEnumerable<RawElement> Read(IElement table)
    {
        if (table.Children.FirstOrDefault(child => child.LocalName == "caption") is { } caption && Text(caption) is { Length: > 0 } title)
            yield return new(ElementType.FigureCaption, title);
        var rows = ((IHtmlTableElement)table).Rows
            .Select(row => (IReadOnlyList<string>)[.. row.Cells.Select(Text)])
            .Where(row => row.Any(cell => cell.Length > 0));
        var links = table.QuerySelectorAll("a[href]")
            .Select(anchor => new Link(Text(anchor), anchor.GetAttribute("href")!.Trim()))
            .Where(link => link.Text.Length > 0 && link.Url.Length > 0);
        yield return TableText.Piece([.. rows]) with { Links = [.. links] };
    }

    private static string Text(IElement element)
    {
        var run = new TextRun();
        Append(element, run);
        return run.Take().Text;
    }

    private static void Append(INode parent, TextRun run)
    {
        Partitioner.GuardDepth();
        foreach (var node in parent.ChildNodes)
        {
            if (node is IText text) run.Append(text.Data);
            if (node is not IElement element || HtmlPartitioner.IsHidden(element)) continue;
            var isLine = Lines.Contains(element.LocalName);
            if (isLine) run.Append(" ");
            if (element.LocalName == "img") run.Append(element.GetAttribute("alt") ?? "");
            Append(element, run);
            if (isLine) run.Append(" ");
        }
    }
}

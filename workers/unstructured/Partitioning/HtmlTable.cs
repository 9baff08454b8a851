using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using PipAi.Workers.Unstructured.Elements;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>Tables in HTML.</summary>
internal static class HtmlTable
{
    /// <summary>Whether it is a table of cells, and not one that lays out a page.</summary>
    public static bool HoldsTabularContent(IElement table) =>
        table is IHtmlTableElement { Rows.Length: > 0 } && table.QuerySelector("table, h1, h2, h3, h4, ul, ol, pre, article, section") is null;

    /// <summary>Reads it.</summary>
    public static Piece Read(IElement table)
    {
        var rows = ((IHtmlTableElement)table).Rows
            .Select(row => (IReadOnlyList<string>)[.. row.Cells.Select(cell => TextRun.Collapse(cell.TextContent))])
            .Where(row => row.Any(cell => cell.Length > 0));
        var links = table.QuerySelectorAll("a[href]")
            .Select(anchor => new Link(TextRun.Collapse(anchor.TextContent), anchor.GetAttribute("href")!.Trim()))
            .Where(link => link.Text.Length > 0 && link.Url.Length > 0);
        return TableText.Piece([.. rows]) with { Links = [.. links] };
    }
}

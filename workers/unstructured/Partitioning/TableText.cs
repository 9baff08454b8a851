using System.Net;
using System.Text;
using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Elements;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>The two forms in which a table is answered: its cells as running text, and as bare HTML.</summary>
internal static class TableText
{
    /// <summary>A table of these rows.</summary>
    public static RawElement Piece(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var html = new StringBuilder("<table>");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var cell in row) html.Append("<td>").Append(WebUtility.HtmlEncode(cell)).Append("</td>");
            html.Append("</tr>");
        }

        var text = string.Join(' ', rows.SelectMany(row => row).Where(cell => cell.Length > 0));
        return new(ElementType.Table, text) { TextAsHtml = html.Append("</table>").ToString() };
    }
}

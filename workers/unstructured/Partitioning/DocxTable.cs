using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using PipAi.Workers.Unstructured.Elements;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>Tables in Word documents.</summary>
internal static class DocxTable
{
    /// <summary>Reads one; null if nothing stands in it.</summary>
    public static RawElement? Read(Table table, OpenXmlPart part, DocxPages pages)
    {
        var began = pages.Current;
        var rows = Within<TableRow>(table)
            .Select(row => (IReadOnlyList<string>)[.. Within<TableCell>(row).Select(cell => Text(cell, part, pages))])
            .Where(row => row.Any(cell => cell.Length > 0)).ToList();
        return rows.Count > 0 ? TableText.Piece(rows) with { Page = began } : null;
    }

    // Rows and cells may stand in content controls.
    private static IEnumerable<T> Within<T>(OpenXmlElement parent)
        where T : OpenXmlElement
    {
        foreach (var child in parent.ChildElements)
        {
            if (child is T found) yield return found;
            else if (child is SdtElement or SdtContentRow or SdtContentCell or CustomXmlElement)
                foreach (var inner in Within<T>(child)) yield return inner;
        }
    }

    private static string Text(TableCell cell, OpenXmlPart part, DocxPages pages) => string.Join(' ', cell.Descendants<Paragraph>()
        .Select(paragraph => DocxParagraph.Read(paragraph, part, pages).Text).Where(text => text.Length > 0));
}

using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace PipAi.Unstructured.Tests.Documents;

/// <summary>Word documents for tests, written with the Open XML SDK.</summary>
internal static class DocxBuilder
{
    public static byte[] Build(params OpenXmlElement[] content) => Build((_, body) => body.Append(content));

    public static byte[] Build(Action<MainDocumentPart, Body> fill, bool save = true)
    {
        var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            var body = new Body();
            if (save) main.Document = new Document(body);
            fill(main, body);
        }

        return stream.ToArray();
    }

    public static Paragraph Paragraph(string text, string? style = null, int? listLevel = null, bool bold = false)
    {
        var properties = new ParagraphProperties();
        if (style is not null) properties.Append(new ParagraphStyleId { Val = style });
        if (listLevel is { } level)
            properties.Append(new NumberingProperties(new NumberingLevelReference { Val = level }, new NumberingId { Val = 1 }));
        var run = bold ? new Run(new RunProperties(new Bold()), Space(text)) : new Run(Space(text));
        return new Paragraph(properties, run);
    }

    /// <summary>A file of tables within tables.</summary>
    public static byte[] Nested(int tables)
    {
        var body = string.Concat(Enumerable.Repeat("<w:tbl><w:tr><w:tc>", tables)) + "<w:p/>"
            + string.Concat(Enumerable.Repeat("</w:tc></w:tr></w:tbl>", tables));
        return Build((main, _) =>
        {
            using var xml = new StreamWriter(main.GetStream(FileMode.Create));
            xml.Write(
                $"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>");
        }, save: false);
    }

    public static Text Space(string text) => new(text) { Space = SpaceProcessingModeValues.Preserve };

    public static Table Table(params string[][] rows) =>
        new(rows.Select(row => new TableRow(row.Select(cell => new TableCell(Paragraph(cell))))));
}

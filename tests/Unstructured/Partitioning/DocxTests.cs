using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Vml;
using DocumentFormat.OpenXml.Wordprocessing;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Unstructured.Tests.Service;
using PipAi.Workers.Contracts.Elements;

namespace PipAi.Unstructured.Tests.Partitioning;

public sealed class DocxTests
{
    [Fact]
    public async Task Styles_mean_what_their_ancestors_mean()
    {
        var answer = await PartitionAsync(DocxBuilder.Build((main, body) =>
        {
            var own = new Style(new StyleName { Val = "Clause" }, new BasedOn { Val = "h2" }) { StyleId = "own" };
            var second = new Style(new StyleName { Val = "heading 2" }) { StyleId = "h2" };
            main.AddNewPart<StyleDefinitionsPart>().Styles = new Styles(own, second);
            body.Append(DocxBuilder.Paragraph("Scope", "own"), DocxBuilder.Paragraph("Annex", "Heading3"));
        }));
        Assert.Equal("Title 1: Scope\nTitle 2: Annex", answer.Outline);
    }

    [Fact]
    public async Task Bold_short_paragraphs_are_headings_and_bold_sentences_are_not() =>
        Assert.Equal(
            "Title -: Delivery\nNarrativeText -: This whole sentence is in bold type.",
            (await PartitionAsync(DocxBuilder.Build(
                DocxBuilder.Paragraph("Delivery", bold: true),
                DocxBuilder.Paragraph("This whole sentence is in bold type.", bold: true)))).Outline);

    [Fact]
    public async Task Deleted_text_is_gone_and_inserted_text_is_there()
    {
        var paragraph = new Paragraph(
            new Run(DocxBuilder.Space("The price is ")),
            new DeletedRun(new Run(new DeletedText("five"))) { Id = "1", Author = "a" },
            new InsertedRun(new Run(DocxBuilder.Space("six"))) { Id = "2", Author = "a" },
            new Run(DocxBuilder.Space(" euros,"), new TabChar(), new Text("tax"), new Break(), new Text("included."), new NoBreakHyphen()));
        Assert.Equal("The price is six euros, tax included.-", (await PartitionAsync(DocxBuilder.Build(paragraph))).Elements.Single().Text);
    }

    [Fact]
    public async Task Pages_are_those_that_Word_noted()
    {
        var answer = await PartitionAsync(DocxBuilder.Build(
            DocxBuilder.Paragraph("one"),
            new Paragraph(new Run(new LastRenderedPageBreak(), new Text("two"))),
            new Paragraph(new Run(new Text("still two")), new Run(new LastRenderedPageBreak(), new Text("ends on three"))),
            new Paragraph(new Run(new Break { Type = BreakValues.Page })),
            DocxBuilder.Table(["four"])));
        Assert.Equal([1, 2, 2, 4], answer.Elements.Select(element => element.Metadata.PageNumber));
    }

    [Fact]
    public async Task A_page_that_its_author_turns_is_turned_once()
    {
        Paragraph Noted(string text) => new(new Run(new LastRenderedPageBreak(), new Text(text)));
        var before = Noted("three");
        before.PrependChild(new ParagraphProperties(new PageBreakBefore()));
        var section = DocxBuilder.Paragraph("still three");
        section.ParagraphProperties!.Append(new SectionProperties(new SectionType { Val = SectionMarkValues.NextPage }));
        var answer = await PartitionAsync(DocxBuilder.Build(
            DocxBuilder.Paragraph("one"),
            new Paragraph(new Run(new Break { Type = BreakValues.Page })),
            Noted("two"),
            before,
            section,
            Noted("four"),
            Noted("five"),
            new Paragraph(new Run(new Break { Type = BreakValues.Page }), new Run(new Text("six"))),
            Noted("seven")));
        Assert.Equal([1, 2, 3, 3, 4, 5, 6, 7], answer.Elements.Select(element => element.Metadata.PageNumber));
    }

    [Fact]
    public async Task Rows_and_cells_in_content_controls_are_not_lost()
    {
        var row = new SdtRow(new SdtContentRow(DocxBuilder.Table(["row in control", "r2"]).GetFirstChild<TableRow>()!.CloneNode(true)));
        var cell = new SdtCell(new SdtContentCell(new TableCell(DocxBuilder.Paragraph("cell in control"))));
        var answer = await PartitionAsync(
            DocxBuilder.Build(new Table(row, new TableRow(cell, new TableCell(DocxBuilder.Paragraph("plain"))))));
        Assert.Equal(
            "<table><tr><td>row in control</td><td>r2</td></tr><tr><td>cell in control</td><td>plain</td></tr></table>",
            answer.Elements.Single().Metadata.TextAsHtml);
    }

    [Fact]
    public async Task Formulas_and_symbols_are_read()
    {
        DocumentFormat.OpenXml.Math.OfficeMath Formula() => new(
            new DocumentFormat.OpenXml.Math.Run(new DocumentFormat.OpenXml.Math.Text("E=")),
            new DocumentFormat.OpenXml.Math.Run(new DocumentFormat.OpenXml.Math.Text("mc2")));
        var answer = await PartitionAsync(DocxBuilder.Build(
            new Paragraph(new Run(DocxBuilder.Space("The energy is ")), Formula(), new Run(DocxBuilder.Space(" for all of it."))),
            new DocumentFormat.OpenXml.Math.Paragraph(Formula()),
            new Paragraph(new Run(DocxBuilder.Space("5 "), new SymbolChar { Font = "Arial", Char = "20AC" }))));
        Assert.Equal(["The energy is E=mc2 for all of it.", "E=mc2", "5 €"], answer.Elements.Select(element => element.Text));
    }

    [Fact]
    public async Task Footnotes_text_boxes_content_controls_and_nested_tables_are_not_lost()
    {
        var answer = await PartitionAsync(DocxBuilder.Build((main, body) =>
        {
            main.AddNewPart<FootnotesPart>().Footnotes = new Footnotes(
                new Footnote(DocxBuilder.Paragraph("separator")) { Id = 0 }, new Footnote(DocxBuilder.Paragraph("A footnote.")) { Id = 1 });
            body.Append(new SdtBlock(new SdtContentBlock(DocxBuilder.Paragraph("in a control"))));
            body.Append(new Table(new TableRow(new TableCell(DocxBuilder.Paragraph("outer"), DocxBuilder.Table(["inner"])))));
            body.Append(
                new Paragraph(
                    new Run(
                        new Text("anchor"), new Picture(new Shape(new TextBox(new TextBoxContent(DocxBuilder.Paragraph("in a box"))))))));
        }));
        Assert.Equal(
            "UncategorizedText -: in a control\nTable -: outer inner\nUncategorizedText -: anchor\nUncategorizedText -: in a "
                + "box\nUncategorizedText -: A footnote.",
            answer.Outline);
    }

    [Fact]
    public async Task Headers_and_footers_name_the_pages_they_are_for()
    {
        var answer = await PartitionAsync(DocxBuilder.Build((main, body) =>
        {
            var header = main.AddNewPart<HeaderPart>();
            header.Header = new Header(DocxBuilder.Paragraph("Only on the first page"));
            var footer = main.AddNewPart<FooterPart>();
            footer.Footer = new Footer(DocxBuilder.Paragraph("7"));
            body.Append(DocxBuilder.Paragraph("text"), new SectionProperties(
                new HeaderReference { Type = HeaderFooterValues.First, Id = main.GetIdOfPart(header) },
                new FooterReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(footer) }));
        }));
        var first = answer.Elements[0];
        Assert.Equal((ElementType.Header, "first_page", 2), (first.Type, first.Metadata.HeaderFooterType, answer.Elements.Count));
    }

    [Fact]
    public async Task The_bytes_decide_and_not_the_name()
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(DocxBuilder.Build(DocxBuilder.Paragraph("text")), "scan.pdf", "application/pdf");
        Assert.Equal("application/vnd.openxmlformats-officedocument.wordprocessingml.document", answer.Elements.Single().Metadata.Filetype);
    }

    private static async Task<Answer> PartitionAsync(byte[] document)
    {
        await using var service = await RunningService.StartAsync();
        return await service.PartitionAsync(document, "a.docx");
    }
}

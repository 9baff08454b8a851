using System.Text.Json.Nodes;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Workers.Contracts.Elements;

namespace PipAi.Unstructured.Tests.Service;

public sealed class ParameterTests
{
    private static readonly byte[] Text = "Minutes\n\nThe board met on Monday and approved the plan for the winter."u8.ToArray();

    [Fact]
    public async Task Several_files_are_answered_as_an_array_of_arrays()
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync([(Text, "a.txt"), ("# Two"u8.ToArray(), "b.md")]);
        var arrays = JsonNode.Parse(answer.Body)!.AsArray();
        Assert.Equal(["a.txt", "b.md"], arrays.Select(array => array![0]!["metadata"]!["filename"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Coordinates_come_only_when_asked_for()
    {
        await using var service = await RunningService.StartAsync();
        var pdf = PdfBuilder.Pages([new PdfBuilder.Line(100, 700, "A short line of text stands here.")]);
        var without = await service.PartitionAsync(pdf, "a.pdf");
        var with = await service.PartitionAsync(pdf, "a.pdf", null, ("coordinates", "true"));
        Assert.Null(without.Elements.Single().Metadata.Coordinates);
        var box = with.Elements.Single().Metadata.Coordinates!;
        Assert.Equal(("PixelSpace", 595.0, 842.0), (box.System, box.LayoutWidth, box.LayoutHeight));
        // The line was written 700 points above the foot of the page: its base line is 142 points below the top.
        Assert.Equal(100, box.Points[0][0], 1.0);
        Assert.InRange(box.Points[1][1], 140, 146);
        Assert.True(box.Points[0][1] < box.Points[1][1]);
    }

    [Fact]
    public async Task Page_breaks_and_the_first_page_number_can_be_asked_for()
    {
        await using var service = await RunningService.StartAsync();
        var pdf = PdfBuilder.Pages(
            [new PdfBuilder.Line(60, 700, "The first page ends here.")], [new PdfBuilder.Line(60, 700, "The second page ends here.")]);
        var answer = await service.PartitionAsync(pdf, "a.pdf", null, ("include_page_breaks", "true"), ("starting_page_number", "7"));
        Assert.Equal(
            [ElementType.NarrativeText, ElementType.PageBreak, ElementType.NarrativeText], answer.Elements.Select(element => element.Type));
        Assert.Equal([7, 7, 8], answer.Elements.Select(element => element.Metadata.PageNumber));
    }

    [Fact]
    public async Task Unique_ids_differ_from_request_to_request()
    {
        await using var service = await RunningService.StartAsync();
        var first = await service.PartitionAsync(Text, "a.txt", null, ("unique_element_ids", "true"));
        var second = await service.PartitionAsync(Text, "a.txt", null, ("unique_element_ids", "true"));
        Assert.Empty(first.Elements.Select(element => element.ElementId).Intersect(second.Elements.Select(element => element.ElementId)));
        Assert.Equal(first.Elements[0].ElementId, first.Elements[1].Metadata.ParentId);
    }

    [Fact]
    public async Task A_stated_content_type_goes_before_the_name()
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync("# Title\n\n*Some* text."u8.ToArray(), "a.txt", null, ("content_type", "text/markdown"));
        Assert.Equal("text/markdown", answer.Elements[0].Metadata.Filetype);
        Assert.Equal(ElementType.Title, answer.Elements[0].Type);
    }

    [Fact]
    public async Task A_stated_encoding_is_used()
    {
        await using var service = await RunningService.StartAsync();
        // 0xE4 is ä in Latin-1 and ф in KOI8-R's neighbour; only the stated encoding can tell.
        byte[] body = [0xE4, 0xE5, 0xE6];
        var answer = await service.PartitionAsync(body, "a.txt", null, ("encoding", "windows-1251"));
        Assert.Equal("деж", answer.Elements.Single().Text);
    }

    [Theory]
    [InlineData("latin_1", "naïve")]
    [InlineData("iso8859_5", "naяve")]
    [InlineData("cp1251", "naпve")]
    [InlineData("koi8_r", "naОve")]
    [InlineData("mac_roman", "naÔve")]
    public async Task Encodings_have_the_names_of_Pythons_codecs_too(string encoding, string text)
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(
            [(byte)'n', (byte)'a', 0xEF, (byte)'v', (byte)'e'], "a.txt", null, ("encoding", encoding));
        Assert.Equal(text, answer.Elements.Single().Text);
    }

    [Theory]
    [InlineData("skip_infer_table_types", "docx", false)]
    [InlineData("skip_infer_table_types", "[\"pdf\", \"docx\"]", false)]
    [InlineData("skip_infer_table_types", "pdf,html", true)]
    [InlineData("pdf_infer_table_structure", "false", true)]
    public async Task Tables_come_without_HTML_where_it_is_not_wanted(string parameter, string value, bool withHtml)
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(DocxBuilder.Build(DocxBuilder.Table(["a", "b"])), "a.docx", null, (parameter, value));
        var table = answer.Elements.Single();
        Assert.Equal((ElementType.Table, "a b", withHtml), (table.Type, table.Text, table.Metadata.TextAsHtml is not null));
    }
}

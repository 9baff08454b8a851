using PipAi.Testing;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Unstructured.Tests.Service;
using PipAi.Workers.Contracts.Elements;
using Line = PipAi.Unstructured.Tests.Documents.PdfBuilder.Line;

namespace PipAi.Unstructured.Tests.Partitioning;

public sealed class PdfTests
{
    [Fact]
    public async Task Headings_are_told_by_size_and_weight()
    {
        Line[] page =
        [
            new(60, 760, "Annual report", 24, Bold: true),
            new(60, 720, "Revenue", 16),
            new(60, 690, "Revenue grew in every quarter of the year, and in the last"),
            new(60, 676, "one by a tenth, which nobody had expected in the spring."),
            new(60, 640, "Outlook", 11, Bold: true),
            new(60, 620, "Next year will be like this one, or so the board believes."),
        ];
        Approved.Text((await PartitionAsync([page])).Outline);
    }

    [Fact]
    public async Task Columns_are_read_one_after_the_other()
    {
        var left = Enumerable.Range(0, 8).Select(i => new Line(60, 700 - (i * 14), $"left column line {i} of eight"));
        var right = Enumerable.Range(0, 8).Select(i => new Line(330, 700 - (i * 14), $"right column line {i} of eight"));
        var answer = await PartitionAsync([[.. left.Zip(right, (a, b) => new[] { a, b }).SelectMany(pair => pair)]]);
        var text = string.Join(" ", answer.Elements.Select(element => element.Text));
        Assert.True(
            text.IndexOf("left column line 7", StringComparison.Ordinal) < text.IndexOf("right column line 0", StringComparison.Ordinal),
            text);
    }

    [Fact]
    public async Task Words_cut_at_the_end_of_a_line_are_made_whole()
    {
        var answer = await PartitionAsync([[
            new(60, 700, "The platform keeps every version of a docu-"),
            new(60, 686, "ment and uses state-of-the-"),
            new(60, 672, "art replication between all of its regions."),
        ]]);
        Assert.Equal(
            "The platform keeps every version of a document and uses state-of-the-art replication between all of its regions.",
            answer.Elements.Single().Text);
    }

    [Fact]
    public async Task What_repeats_at_the_edges_is_no_content()
    {
        var pages = Enumerable.Range(1, 4).Select(number => new Line[]
        {
            new(60, 815, "ACME Ltd., confidential", 9),
            new(60, 700, $"This is the content of page number {number}, and it is a sentence."),
            new(60, 30, $"Contract 2026-{number}", 9),
            new(500, 30, $"{number}", 9),
        }).ToArray();
        var answer = await PartitionAsync(pages);
        Assert.Equal(
            Enumerable.Repeat(new[] { ElementType.Header, ElementType.NarrativeText, ElementType.Footer, ElementType.PageNumber }, 4)
                .SelectMany(types => types).GroupBy(type => type).Select(group => (group.Key, group.Count())).OrderBy(pair => pair.Key),
            answer.Elements.GroupBy(element => element.Type).Select(group => (group.Key, group.Count())).OrderBy(pair => pair.Key));
        Assert.All(
            answer.Elements.Where(element => element.Type == ElementType.NarrativeText),
            element => Assert.Contains($"page number {element.Metadata.PageNumber},", element.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_single_page_keeps_what_stands_at_its_edges() =>
        Assert.Contains(
            "Dear Sir or Madam", (await PartitionAsync([[new(60, 815, "Dear Sir or Madam"), new(60, 700, "We write to you.")]])).Outline,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(2, 2, 24, false)]
    [InlineData(2, 2, 11, true)]
    [InlineData(2, 2, 11, false)]
    [InlineData(3, 2, 16, false)]
    [InlineData(5, 3, 11, true)]
    [InlineData(5, 3, 16, false)]
    public async Task Equal_headings_at_the_tops_of_pages_are_no_headers(int pages, int headings, double size, bool bold)
    {
        var answer = await PartitionAsync(Repeated(pages, headings, _ => new(60, 800, "Results", size, bold)));
        Assert.DoesNotContain(answer.Elements, element => element.Type is ElementType.Header or ElementType.Footer);
        Assert.Equal(headings, answer.Elements.Count(element => element.Text == "Results"));
    }

    [Fact]
    public async Task Numbered_headings_at_the_tops_of_pages_are_no_headers()
    {
        var answer = await PartitionAsync(Repeated(4, 4, page => new(60, 800, $"Chapter {page}", 16)));
        Assert.Equal(4, answer.Elements.Count(element => element.Type == ElementType.Title));
    }

    [Fact]
    public async Task Text_at_different_heights_is_no_header()
    {
        var answer = await PartitionAsync(Repeated(4, 4, page => new(60, 770 + (page * 10), "Results of the year", 9)));
        Assert.DoesNotContain(answer.Elements, element => element.Type == ElementType.Header);
    }

    [Theory]
    [InlineData(2, 2, 9)]
    [InlineData(4, 3, 11)]
    [InlineData(6, 5, 16)]
    public async Task What_repeats_often_enough_for_its_looks_is_a_header(int pages, int times, double size)
    {
        var answer = await PartitionAsync(Repeated(pages, times, _ => new(60, 800, "ACME Ltd., confidential", size)));
        Assert.Equal(times, answer.Elements.Count(element => element.Type == ElementType.Header));
    }

    [Fact]
    public async Task A_page_without_anything_gives_nothing()
    {
        var answer = await PartitionAsync([[]]);
        Assert.Equal("[]", answer.Body);
    }

    // Pages with a paragraph each; the last ones have a line at the top.
    private static Line[][] Repeated(int pages, int times, Func<int, Line> top) => [.. Enumerable.Range(1, pages).Select(page => (Line[])
    [
        .. page > pages - times ? (Line[])[top(page)] : [],
        new(60, 700, $"This is the content of page number {page}, and it is a long sentence"),
        new(60, 686, "which goes on in a second line and ends before the page does."),
    ])];

    private static async Task<Answer> PartitionAsync(Line[][] pages)
    {
        await using var service = await RunningService.StartAsync();
        return await service.PartitionAsync(PdfBuilder.Pages(pages), "a.pdf");
    }
}

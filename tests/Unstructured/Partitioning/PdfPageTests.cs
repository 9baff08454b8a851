using System.Text;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Unstructured.Tests.Service;
using PipAi.Workers.Contracts.Elements;

namespace PipAi.Unstructured.Tests.Partitioning;

/// <summary>What a reader sees on a PDF page, and what its content alone does not say.</summary>
public sealed class PdfPageTests
{
    [Theory]
    [InlineData(@"\225", @"\225", "first benefit", "second benefit")]
    [InlineData("-", "-", "first benefit", "second benefit")]
    [InlineData("1.", "2.", "1. first benefit", "2. second benefit")]
    [InlineData(@"a\)", @"b\)", "a) first benefit", "b) second benefit")]
    public async Task Bullets_and_numbers_that_hang_belong_to_the_text_beside_them(string one, string two, string first, string second)
    {
        var answer = await DrawnAsync("",
            PdfBuilder.Write(72, 740, "These are the benefits that were found in the study:")
            + PdfBuilder.Write(90, 710, one) + PdfBuilder.Write(108, 710, "first benefit")
            + PdfBuilder.Write(90, 694, two) + PdfBuilder.Write(108, 694, "second benefit")
            + PdfBuilder.Write(72, 660, "All of this is to be found in the annex."));
        Assert.Equal(
            [first, second], answer.Elements.Where(element => element.Type == ElementType.ListItem).Select(element => element.Text));
        Assert.Equal(4, answer.Elements.Count);
    }

    [Fact]
    public async Task Signs_between_words_stay_where_they_are()
    {
        var answer = await DrawnAsync("", PdfBuilder.Write(72, 700, @"Berlin \225 Paris \225 Rome and 5 - 3 is 2 for all"));
        Assert.Equal("Berlin • Paris • Rome and 5 - 3 is 2 for all", string.Join(" ", answer.Elements.Select(element => element.Text)));
    }

    [Theory]
    [InlineData(0.3, 0)]
    [InlineData(0.5, 0.2)]
    [InlineData(0, 0)]
    public async Task Letters_that_are_printed_twice_to_look_bold_are_read_once(double across, double up)
    {
        const string Text = "All well: Mississippi, balloon and llama";
        var answer = await DrawnAsync("", PdfBuilder.Write(72, 700, Text) + PdfBuilder.Write(72 + across, 700 + up, Text));
        Assert.Equal(Text, answer.Elements.Single().Text);
    }

    [Fact]
    public async Task Links_are_told_with_the_text_that_they_lie_upon()
    {
        const string Link = "<< /Type /Annot /Subtype /Link /Rect [72 695 300 712] /A << /S /URI /URI (https://example.com/) >> >>";
        var answer = await DrawnAsync(
            Link, PdfBuilder.Write(72, 700, "See the site for more of it.") + PdfBuilder.Write(72, 600, "This has none."));
        Assert.Equal(["https://example.com/"], answer.Elements[0].Metadata.LinkUrls);
        Assert.Equal(["See the site for more of it."], answer.Elements[0].Metadata.LinkTexts);
        Assert.Null(answer.Elements[1].Metadata.LinkUrls);
    }

    [Theory]
    [InlineData("/FT /Tx /V (Bob Example)", true)]
    [InlineData("/FT /Tx /V <FEFF0042006F00620020004500780061006D0070006C0065>", true)]
    [InlineData("/Parent << /FT /Tx /V (Bob Example) >>", true)]
    [InlineData("/FT /Ch /V [(Bob Example)]", true)]
    [InlineData("/FT /Tx /V (Bob Example) /Ff 8192", false)]
    [InlineData("/FT /Tx /V (Bob Example) /F 2", false)]
    public async Task Values_of_form_fields_are_read_unless_they_are_secret_or_hidden(string field, bool isRead)
    {
        var answer = await DrawnAsync(
            $"<< /Type /Annot /Subtype /Widget /T (name) /Rect [200 695 400 712] {field} >>",
            PdfBuilder.Write(72, 700, "Name of the applicant is:") + PdfBuilder.Write(72, 600, "This stands below and is the end of it."));
        string[] read = isRead ? ["Bob Example"] : [];
        Assert.Equal(
            ["Name of the applicant is:", .. read, "This stands below and is the end of it."],
            answer.Elements.Select(element => element.Text));
    }

    [Fact]
    public async Task Notes_that_are_written_on_a_page_are_read()
    {
        const string Note = "<< /Type /Annot /Subtype /FreeText /Rect [72 500 300 520] /Contents (Approved by Ann) >>";
        var answer = await DrawnAsync(Note, PdfBuilder.Write(72, 700, "A text."));
        Assert.Equal(["A text.", "Approved by Ann"], answer.Elements.Select(element => element.Text));
    }

    [Fact]
    public async Task A_scanned_page_among_others_is_told_of()
    {
        const string Picture = "q 612 0 0 792 0 0 cm /Im Do Q";
        var (first, third) = (PdfBuilder.Write(72, 700, "The first page is text."), PdfBuilder.Write(72, 700, "The third page is text."));
        var answer = await DrawnAsync("", first, Picture, third);
        Assert.Equal([1, 2, 3], answer.Elements.Select(element => element.Metadata.PageNumber));
        Assert.Equal(ElementType.Image, answer.Elements[1].Type);
        Assert.Contains("not read", answer.Elements[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_page_among_others_is_told_of_and_costs_no_other()
    {
        var file = PdfBuilder.Drawn(
            "", PdfBuilder.Write(72, 700, "The first page is text."), PdfBuilder.Write(72, 700, "Lost."),
            PdfBuilder.Write(72, 700, "The third page is text."));
        // The second page's content is where nothing is.
        var answer = await DamagedAsync(file, "/Contents 8 0 R", "/Contents 0 0 R");
        Assert.Equal(
            ["The first page is text.", "Damaged page, not read: its content is broken.", "The third page is text."],
            answer.Elements.Select(element => element.Text));
        Assert.Equal([1, 2, 3], answer.Elements.Select(element => element.Metadata.PageNumber));
    }

    [Fact]
    public async Task A_file_whose_pages_are_all_damaged_is_refused_and_a_blank_one_is_not()
    {
        var file = PdfBuilder.Drawn("", PdfBuilder.Write(72, 700, "Lost."));
        var answer = await DamagedAsync(file, "/Contents 6 0 R", "/Contents 0 0 R");
        Assert.Equal((422, "File is damaged: none of its pages can be read."), (answer.Status, answer.Detail));

        await using var service = await RunningService.StartAsync();
        var garbled = await service.PartitionAsync(PdfBuilder.Packed("/FlateDecode", "no zlib at all, and never was"u8.ToArray()), "a.pdf");
        Assert.Equal((422, "File is damaged: none of its pages can be read."), (garbled.Status, garbled.Detail));
        Assert.Equal("[]", (await DrawnAsync("", "q Q")).Body);
    }

    private static async Task<Answer> DamagedAsync(byte[] file, string part, string other)
    {
        var text = Encoding.Latin1.GetString(file);
        Assert.Contains(part, text, StringComparison.Ordinal);
        await using var service = await RunningService.StartAsync();
        return await service.PartitionAsync(Encoding.Latin1.GetBytes(text.Replace(part, other, StringComparison.Ordinal)), "a.pdf");
    }

    private static async Task<Answer> DrawnAsync(string annotations, params string[] contents)
    {
        await using var service = await RunningService.StartAsync();
        return await service.PartitionAsync(PdfBuilder.Drawn(annotations, contents), "a.pdf");
    }
}

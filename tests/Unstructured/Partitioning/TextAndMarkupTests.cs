using System.Text;
using PipAi.Testing;
using PipAi.Unstructured.Tests.Service;
using PipAi.Workers.Contracts.Elements;

namespace PipAi.Unstructured.Tests.Partitioning;

public sealed class TextAndMarkupTests
{
    [Fact]
    public async Task Text_is_cut_at_blank_lines_and_list_items()
    {
        var outline = await OutlineAsync("notes.txt", "Shopping\n========\n\nWe need these for the\nparty on Friday.\n- bread\n- cheese, the hard\n  one\n\n\nops@example.com\r\n\r\nBye");
        Approved.Text(outline);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("windows-1252")]
    public async Task Text_in_usual_encodings_is_read(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        byte[] body = [.. name == "utf-8" ? [] : encoding.GetPreamble(), .. encoding.GetBytes("Größe und Preis für „Käse“ stehen auf der Rückseite.")];
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(body, "a.txt");
        Assert.Equal("Größe und Preis für „Käse“ stehen auf der Rückseite.", answer.Elements.Single().Text);
        Assert.Equal(["deu"], answer.Elements.Single().Metadata.Languages);
    }

    [Fact]
    public async Task Html_keeps_what_a_reader_sees()
    {
        const string Html = """
            <p>Before <b>bold</b>, <a href="/x"> a
              link </a> and<br>a break.</p>
            <div>Loose text <div>in nested</div> blocks</div>
            <p hidden>never</p><p style="color:red; display: none">never</p><style>never</style><template>never</template>
            <ol><li><p>One</p><p>more</p></li><li>Two<ul><li>Two a</li></ul>after</li></ol>
            <dl><dt>Term</dt><dd>What it means</dd></dl>
            <table><tr><td><h2>Layout</h2></td><td>Text beside it, which is long enough.</td></tr></table>
            <table><thead><tr><th>A&amp;B</th><th></th></tr></thead><tr><td colspan=2><a href="u">C</a> d</td></tr><tr><td> </td></tr></table>
            <address>1 Main Street</address><blockquote>Quoted words stand here alone.</blockquote>
            <img src=x alt=" A  picture "><img src=y>
            """;
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(Encoding.UTF8.GetBytes("<!-- c --><!doctype html><body>" + Html), "page");
        Approved.Text(string.Join("\n", answer.Elements.Select(element =>
            $"{element.Type} {element.Metadata.CategoryDepth}: {element.Text} {element.Metadata.TextAsHtml}"
            + string.Concat((element.Metadata.LinkTexts ?? []).Zip(element.Metadata.LinkUrls ?? [], (text, url) => $" [{text}]({url})")))));
        Assert.Equal("text/html", answer.Elements[0].Metadata.Filetype);
    }

    [Fact]
    public async Task Html_in_its_own_charset_is_read()
    {
        var body = Encoding.Latin1.GetBytes("<html><head><meta charset=iso-8859-1></head><body><p>Käse für die Gäste</p></body></html>");
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(body, "a.html");
        Assert.Equal("Käse für die Gäste", answer.Elements.Single().Text);
    }

    [Fact]
    public async Task Markdown_is_read_with_its_extensions()
    {
        const string Markdown = """
            Heading
            =======
            Text with `code`, a note[^1] and <em>raw</em> HTML that is long enough to be a sentence.

            - [x] done
            - open
              1. nested

            Term
            :   Definition

            | a | b |
            |---|---|
            | 1 | 2 |

                indented code

            [^1]: The note.
            """;
        Approved.Text(await OutlineAsync("a.markdown", Markdown));
    }

    [Fact]
    public async Task Blank_documents_have_no_elements()
    {
        await using var service = await RunningService.StartAsync();
        foreach (var (name, body) in new[] { ("a.txt", " \n\n "), ("a.md", "\n"), ("a.html", "<html></html>") })
            Assert.Equal("[]", (await service.PartitionAsync(Encoding.UTF8.GetBytes(body), name)).Body);
    }

    [Fact]
    public async Task Parents_are_the_heading_above_and_the_enclosing_item()
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync("# A\n\n## B\n\n- one\n  - two\n\n### C\n\n## D\n\nSome more text stands here."u8.ToArray(), "a.md");
        var byText = answer.Elements.ToDictionary(element => element.Text);
        string? ParentOf(string text) => answer.Elements.SingleOrDefault(element => element.ElementId == byText[text].Metadata.ParentId)?.Text;
        Assert.Equal([null, "A", "B", "one", "B", "A", "D"], answer.Elements.Select(element => ParentOf(element.Text)));
        Assert.All(answer.Elements, element => Assert.NotEqual(ElementType.PageBreak, element.Type));
    }

    private static async Task<string> OutlineAsync(string name, string text)
    {
        await using var service = await RunningService.StartAsync();
        return (await service.PartitionAsync(Encoding.UTF8.GetBytes(text), name)).Outline;
    }
}

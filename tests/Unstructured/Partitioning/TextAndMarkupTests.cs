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
        var outline = await OutlineAsync(
            "notes.txt",
            "Shopping\n========\n\nWe need these for the\nparty on Friday.\n- bread\n- cheese, the hard\n  "
                + "one\n\n\nops@example.com\r\n\r\nBye");
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
        byte[] body =
        [
            .. name == "utf-8" ? [] : encoding.GetPreamble(),
            .. encoding.GetBytes("Größe und Preis für „Käse“ stehen auf der Rückseite."),
        ];
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
    public async Task Lines_and_lists_within_a_cell_keep_their_words_apart_and_the_caption_is_read()
    {
        const string Html =
            "<html><body><table><caption>Offices <b>2024</b></caption><tr><td>12 Main St<br>Springfield</td><td><p>one</p><p>two</p></td>"
                + "<td>in<b>line</b></td></tr></table><table><tr><th>Parts</th></tr><tr><td><ul><li>wheel</li><li>door</li></ul></td></tr></table></body></html>";
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(Encoding.UTF8.GetBytes(Html), "a.html");
        Assert.Equal(
            "FigureCaption -: Offices 2024\nTable -: 12 Main St Springfield one two inline\nTable -: Parts wheel door", answer.Outline);
        Assert.Equal(
            "<table><tr><td>12 Main St Springfield</td><td>one two</td><td>inline</td></tr></table>",
            answer.Elements[1].Metadata.TextAsHtml);
    }

    [Theory]
    [InlineData("windows-1252", "Grüße aus Köln, 15 € für alle.")]
    [InlineData("shift_jis", "この文書は日本語で書かれています。地域が停止したときに何が起こるかを説明します。")]
    [InlineData("euc-jp", "この文書は日本語で書かれています。地域が停止したときに何が起こるかを説明します。")]
    [InlineData("gb18030", "这份文件说明了一个地区发生故障时会发生什么情况，以及如何恢复服务。")]
    [InlineData("big5", "這份文件說明了一個地區發生故障時會發生什麼情況，以及如何恢復服務。")]
    [InlineData("euc-kr", "이 문서는 한 지역에 장애가 발생했을 때 무슨 일이 일어나는지 설명합니다.")]
    [InlineData("windows-1251", "Этот документ описывает, что происходит при отказе целого региона и как восстановить службу.")]
    [InlineData("koi8-r", "Этот документ описывает, что происходит при отказе целого региона и как восстановить службу.")]
    [InlineData("utf-16", "Grüße aus Köln, 15 € für alle.")]
    public async Task Encodings_are_detected_in_text_Markdown_and_HTML_that_does_not_state_one(string encoding, string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoder = Encoding.GetEncoding(encoding);
        await using var service = await RunningService.StartAsync();
        foreach (var (name, body) in new[] { ("a.txt", text), ("a.md", text), ("a.html", $"<html><body><p>{text}</p></body></html>") })
        {
            var answer = await service.PartitionAsync([.. encoder.Preamble, .. encoder.GetBytes(body)], name);
            Assert.Equal(text, answer.Elements.Single().Text);
        }
    }

    [Theory]
    [InlineData("utf-16", "Grüße aus Köln, 15 € für alle.")]
    [InlineData("utf-16BE", "Grüße aus Köln, 15 € für alle.")]
    [InlineData("utf-16", "この文書は AWS で書かれています。")]
    [InlineData("utf-16BE", "Это документ, 一 из 二.")]
    public async Task UTF_16_needs_no_mark(string encoding, string text)
    {
        var encoder = Encoding.GetEncoding(encoding);
        await using var service = await RunningService.StartAsync();
        foreach (var name in new[] { "a.txt", "a.md" })
            Assert.Equal(text, (await service.PartitionAsync(encoder.GetBytes(text + "\r\n"), name)).Elements.Single().Text);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 2, 0, 3, 0, 4, 0 })]
    [InlineData(new byte[] { 0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    public async Task Zero_bytes_that_are_no_letters_are_no_text(byte[] body)
    {
        await using var service = await RunningService.StartAsync();
        Assert.Equal(400, (await service.PartitionAsync(body, "a.txt")).Status);
    }

    [Fact]
    public async Task Every_line_of_signs_is_read_but_for_rulers()
    {
        var outline = await OutlineAsync("a.txt", "Total:\n€\n\n???\n\n{\n\"a\": 1\n}\n\n-----\n=====\n");
        Assert.Equal(
            ["Total:", "€", "???", "{", "\"a\": 1", "}"],
            outline.Split('\n').Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]));
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
        var answer = await service.PartitionAsync(
            "# A\n\n## B\n\n- one\n  - two\n\n### C\n\n## D\n\nSome more text stands here."u8.ToArray(), "a.md");
        var byText = answer.Elements.ToDictionary(element => element.Text);
        string? ParentOf(string text) =>
            answer.Elements.SingleOrDefault(element => element.ElementId == byText[text].Metadata.ParentId)?.Text;
        Assert.Equal([null, "A", "B", "one", "B", "A", "D"], answer.Elements.Select(element => ParentOf(element.Text)));
        Assert.All(answer.Elements, element => Assert.NotEqual(ElementType.PageBreak, element.Type));
    }

    private static async Task<string> OutlineAsync(string name, string text)
    {
        await using var service = await RunningService.StartAsync();
        return (await service.PartitionAsync(Encoding.UTF8.GetBytes(text), name)).Outline;
    }
}

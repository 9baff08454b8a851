using System.Globalization;
using System.IO.Compression;
using System.Text;
using PipAi.Testing;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Unstructured.Tests.Service;

public sealed class RefusalTests
{
    private static readonly ServiceOptions Small = new()
    {
        Limits = new PartitionLimits { FileBytes = 1024 * 1024, Pages = 2, UnpackedBytes = 2 * 1024 * 1024, Parts = 20 },
    };

    [Fact]
    public async Task What_cannot_be_read_is_refused_in_words()
    {
        await using var service = await RunningService.StartAsync(Small);
        var text = new StringBuilder();
        foreach (var (name, body, type) in Cases())
        {
            var answer = await service.PartitionAsync(body, name, type);
            text.AppendLine(
                CultureInfo.InvariantCulture, $"{name}{(type is null ? "" : " as " + type)}\n  {answer.Status} {answer.Detail}");
        }

        Approved.Text(text.ToString());
    }

    [Fact]
    public async Task A_request_without_files_is_refused()
    {
        await using var service = await RunningService.StartAsync();
        var nothing = await service.PartitionAsync([]) with { Headers = new Dictionary<string, string>() };
        Assert.Equal(400, nothing.Status);
        using var get = await service.Http.GetAsync("/general/v0/general", TestContext.Current.CancellationToken);
        var got = await Answer.ReadAsync(get);
        Assert.Equal((405, "Only POST requests are supported."), (got.Status, got.Detail));
        using var json = await service.Http.PostAsync(
            "/general/v0/general", new StringContent("{}"), TestContext.Current.CancellationToken);
        var posted = await Answer.ReadAsync(json);
        Assert.Equal((400, "The request must be multipart/form-data with the document in \"files\"."), (posted.Status, posted.Detail));
    }

    [Fact]
    public async Task Refused_documents_leave_the_service_well()
    {
        await using var service = await RunningService.StartAsync(Small);
        foreach (var (name, body, type) in Cases()) await service.PartitionAsync(body, name, type);
        var answer = await service.PartitionAsync("A sound document follows the damaged ones."u8.ToArray(), "a.txt");
        Assert.Equal(200, answer.Status);
    }

    private static IEnumerable<(string Name, byte[] Body, string? Type)> Cases()
    {
        var pdf = PdfBuilder.Pages([new PdfBuilder.Line(60, 700, "Some text")]);
        var docx = DocxBuilder.Build(DocxBuilder.Paragraph("Some text"));
        PdfBuilder.Line[] page = [new(60, 700, "Text")];
        yield return ("empty.txt", [], null);
        yield return ("encrypted.pdf", PdfBuilder.Encrypted(), null);
        yield return ("cut.pdf", pdf[..(pdf.Length / 3)], null);
        yield return ("no-pdf.pdf", "Just text"u8.ToArray(), "application/pdf");
        yield return ("pages.pdf", PdfBuilder.Pages(page, page, page), null);
        yield return ("bomb.pdf", PdfBuilder.Bomb(3_000_000), null);
        // Two bytes that stand for 128 spaces, then a layer of hexadecimal digits around them.
        byte[] runs = [.. Enumerable.Repeat((byte[])[129, (byte)' '], 3_000_000 / 128).SelectMany(run => run)];
        yield return ("runs.pdf", PdfBuilder.Packed("/RunLengthDecode", runs), null);
        yield return ("layers.pdf", PdfBuilder.Packed(
            "[/ASCIIHexDecode /RunLengthDecode]", Encoding.ASCII.GetBytes(Convert.ToHexString(runs))), null);
        yield return ("large.txt", new byte[1024 * 1024 + 1], null);
        yield return ("cut.docx", docx[..(docx.Length / 2)], null);
        yield return ("bomb.docx", Zip(("word/document.xml", 3_000_000)), null);
        yield return ("parts.docx", Zip([("word/document.xml", 10), .. Enumerable.Range(0, 30).Select(i => ($"p{i}", 1))]), null);
        yield return ("no-docx.docx", Zip(("word/document.xml", 10)), null);
        yield return ("encrypted.docx", Compound("EncryptedPackage"), null);
        yield return ("old.doc", Compound("WordDocument"), null);
        yield return ("table.xlsx", Zip(("xl/workbook.xml", 10)), null);
        yield return ("slides.pptx", Zip(("ppt/presentation.xml", 10)), null);
        yield return ("archive.zip", Zip(("a.txt", 10)), null);
        yield return ("picture.pdf", [0x89, (byte)'P', (byte)'N', (byte)'G', 0, 0], "application/pdf");
        yield return ("rich.txt", "{\\rtf1 hello}"u8.ToArray(), "text/plain");
        yield return ("data.csv", "a,b\n1,2"u8.ToArray(), null);
        yield return ("noise", [1, 0, 2, 0, 3], null);
        yield return ("deep.html", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<div>", 150_000)) + "x"), null);
        yield return ("deep.docx", DocxBuilder.Nested(8000), null);
        yield return ("deep.md", Encoding.ASCII.GetBytes(new string('>', 20_000) + " x"), null);
    }

    private static byte[] Zip(params (string Name, int Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(new byte[bytes]);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Compound(string streamName) =>
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[500], .. Encoding.Unicode.GetBytes(streamName)];
}

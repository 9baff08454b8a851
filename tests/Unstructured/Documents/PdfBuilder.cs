using System.Globalization;
using System.IO.Compression;
using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace PipAi.Unstructured.Tests.Documents;

/// <summary>PDF files for tests: with PdfPig's own builder, or by hand where it must be damaged.</summary>
internal static class PdfBuilder
{
    /// <summary>A line of text: where, how large, bold or not.</summary>
    public sealed record Line(double X, double Y, string Text, double Size = 11, bool Bold = false);

    public static byte[] Pages(params Line[][] pages)
    {
        using var builder = new PdfDocumentBuilder();
        var regular = builder.AddStandard14Font(Standard14Font.Helvetica);
        var bold = builder.AddStandard14Font(Standard14Font.HelveticaBold);
        foreach (var lines in pages)
        {
            var page = builder.AddPage(PageSize.A4);
            foreach (var line in lines) page.AddText(line.Text, line.Size, new PdfPoint(line.X, line.Y), line.Bold ? bold : regular);
        }

        return builder.Build();
    }

    /// <summary>A one-page file that needs a password: its encryption dictionary does not fit the empty one.</summary>
    public static byte[] Encrypted()
    {
        var noise = string.Concat(Enumerable.Range(0, 32).Select(i => (i * 7 % 256).ToString("X2", CultureInfo.InvariantCulture)));
        return Assemble(
            $"/Encrypt 4 0 R /ID [<{noise}> <{noise}>]",
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
            $"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{noise}> /U <{noise}> >>");
    }

    /// <summary>Pages by their operators, in Helvetica as /F1 and with a black picture as /Im; the first with these annotations.</summary>
    public static byte[] Drawn(string annotations, params string[] contents)
    {
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {contents.Length} /Kids [{string.Join(
                ' ', contents.Select((_, page) => $"{5 + (page * 2)} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            Stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "x"),
        };
        foreach (var (page, content) in contents.Index())
        {
            objects.Add(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> /XObject << /Im 4 0 R >> >> "
                    + $"/Contents {6 + (page * 2)} 0 R /Annots [{(page == 0 ? annotations : "")}] >>");
            objects.Add(Stream("", content));
        }

        return Assemble("", [.. objects]);
    }

    /// <summary>The operators that write a text.</summary>
    public static string Write(double x, double y, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"BT /F1 11 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n");

    /// <summary>A one-page file whose content unpacks to a given number of spaces.</summary>
    public static byte[] Bomb(int bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var spaces = Encoding.ASCII.GetBytes(new string(' ', 1024 * 1024));
            for (var left = bytes; left > 0; left -= spaces.Length) deflate.Write(spaces, 0, Math.Min(left, spaces.Length));
        }

        var content = Encoding.Latin1.GetString(packed.ToArray());
        return Assemble(
            "",
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
            $"<< /Length {packed.Length} /Filter /FlateDecode >>\nstream\n{content}\nendstream");
    }

    /// <summary>A small file whose page draws itself a hundred million times: forms that draw the next form ten times each.</summary>
    public static byte[] Endless()
    {
        const int Depth = 8;
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>",
            Stream("", "/F Do"),
        };
        for (var form = 0; form < Depth; form++)
        {
            var draws = string.Concat(Enumerable.Repeat("/F Do ", 10));
            objects.Add(Stream($"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {form + 6} 0 R >> >>", draws));
        }

        objects.Add(Stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 m"));
        return Assemble("", [.. objects]);
    }

    /// <summary>A one-page file whose content unpacks through this filter.</summary>
    public static byte[] Packed(string filter, byte[] content) => Assemble(
        "",
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        Stream($"/Filter {filter}", Encoding.Latin1.GetString(content)));

    /// <summary>A stream object.</summary>
    private static string Stream(string entries, string content) =>
        $"<< /Length {content.Length} {entries} >>\nstream\n{content}\nendstream";

    private static byte[] Assemble(string trailer, params string[] objects)
    {
        var file = new StringBuilder("%PDF-1.6\n");
        var offsets = new List<int>();
        foreach (var content in objects)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{content}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        file.Append(
            CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}

using PipAi.Workers.Unstructured.Elements;
using UglyToad.PdfPig.Core;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>One paragraph on a PDF page: lines that belong together, with the looks that tell what they are.</summary>
internal sealed record PdfBlock
{
    /// <summary>The page, from 1.</summary>
    public required int Page { get; init; }

    /// <summary>The text, lines joined.</summary>
    public required string Text { get; init; }

    /// <summary>How many lines it has.</summary>
    public required int Lines { get; init; }

    /// <summary>The size of most of its letters, in points, to the nearest half.</summary>
    public required double FontSize { get; init; }

    /// <summary>Whether most of its letters are bold.</summary>
    public required bool Bold { get; init; }

    /// <summary>Its box, origin at the bottom left.</summary>
    public required PdfRectangle Box { get; init; }

    /// <summary>The page's width and height in points.</summary>
    public required (double Width, double Height) PageSize { get; init; }

    /// <summary>The texts of its cells if it is a table; else null.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Rows { get; init; }

    /// <summary>The links that lie upon it.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Whether it stands in the top tenth of its page.</summary>
    public bool IsAtTop => Box.Bottom > PageSize.Height * 0.9;

    /// <summary>Whether it stands in the bottom tenth of its page.</summary>
    public bool IsAtFoot => Box.Top < PageSize.Height * 0.1;

    /// <summary>Makes a block of a table.</summary>
    public static PdfBlock Of(PdfTable table, int page, double width, double height) =>
        Of([.. table.Block.TextLines.Select(line => new PdfLine(line, line.Text))], page, width, height) with
        {
            Box = table.Box,
            Rows = table.Rows,
        };

    /// <summary>Makes a block of lines.</summary>
    public static PdfBlock Of(IReadOnlyList<PdfLine> lines, int page, double width, double height)
    {
        var letters = lines.SelectMany(line => line.Line.Words).SelectMany(word => word.Letters).ToList();
        var boxes = lines.Select(line => line.Line.BoundingBox).ToList();
        return new()
        {
            Page = page,
            Text = PdfLines.Join(lines),
            Lines = lines.Count,
            FontSize = PdfLines.FontSize(lines),
            Bold = letters.Count(PdfLines.IsBold) * 2 > letters.Count,
            Box = new(boxes.Min(box => box.Left), boxes.Min(box => box.Bottom), boxes.Max(box => box.Right), boxes.Max(box => box.Top)),
            PageSize = (width, height),
        };
    }
}

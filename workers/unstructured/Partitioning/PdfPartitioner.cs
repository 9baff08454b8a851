using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Elements;
using PipAi.Workers.Unstructured.Refusals;
using PipAi.Workers.Unstructured.Settings;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.PageSegmenter;
using UglyToad.PdfPig.DocumentLayoutAnalysis.ReadingOrderDetector;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;
using UglyToad.PdfPig.Exceptions;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>
/// PDF: letters to words, words to blocks (columns included), blocks to paragraphs; headings are told by size and weight
/// against the document's ordinary text. Scanned pages hold no letters, and there is no OCR here.
/// </summary>
internal static class PdfPartitioner
{
    private const int LongestTitleInLines = 3;
    private const int LongestTitleInWords = 20;

    // One request uses one core: the service is busy with several at once.
    private static readonly NearestNeighbourWordExtractor Words = new(new() { MaxDegreeOfParallelism = 1 });
    private static readonly DocstrumBoundingBoxes Layout = new(new() { MaxDegreeOfParallelism = 1 });
    private static readonly UnsupervisedReadingOrderDetector Order = new(10);

    /// <summary>Partitions a file.</summary>
    public static IReadOnlyList<RawElement> Partition(byte[] body, PartitionLimits limits, ILogger log, CancellationToken cancellation)
    {
        var filters = new BoundedFilters(limits.UnpackedBytes);
        using var document = Open(body, filters);
        if (document.NumberOfPages > limits.Pages)
            throw RequestRejectedException.TooLarge($"File has {document.NumberOfPages} pages; at most {limits.Pages} are read.");
        var pages = new PdfPages(document, filters, log);
        for (var number = 1; number <= document.NumberOfPages; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            pages.Read(number, page => PdfAnnotations.WithLinks(PdfAnnotations.WithFilledIn(Blocks(page), document, page), page));
            filters.ThrowIfExceeded();
        }

        pages.ThrowIfNoneWasRead();
        // A page that was not read is told of where it stands.
        return [.. Pieces(pages.Blocks, document.NumberOfPages).Concat(pages.Unread).OrderBy(piece => piece.Page)];
    }

    private static PdfDocument Open(byte[] body, BoundedFilters filters)
    {
        try
        {
            return PdfDocument.Open(body, new ParsingOptions
            {
                UseLenientParsing = true,
                SkipMissingFonts = true,
                FilterProvider = filters,
            });
        }
        catch (PdfDocumentEncryptedException)
        {
            throw RequestRejectedException.Encrypted();
        }
    }

    private static IReadOnlyList<PdfBlock> Blocks(Page page)
    {
        var words = Words.GetWords(PdfLetters.WithoutDoubles(page.Letters)).Where(word => !string.IsNullOrWhiteSpace(word.Text)).ToList();
        if (words.Count == 0) return [];
        var tables = PdfTable.Find(page, words).ToDictionary(table => table.Block);
        var markers = new PdfMarker([.. words.Where(word => !tables.Values.Any(table => table.Holds(word)))]);
        var blocks = Layout.GetBlocks(markers.Words).Concat(tables.Values.Select(table => table.Block)).ToList();
        return [.. Order.Get(blocks).OrderBy(block => block.ReadingOrder)
            .SelectMany(block => tables.TryGetValue(block, out var table)
                ? [PdfBlock.Of(table, page.Number, page.Width, page.Height)]
                : PdfLines.Paragraphs(block.TextLines.Select(markers.Line)).Select(
                    lines => PdfBlock.Of(lines, page.Number, page.Width, page.Height)))
            .Where(block => block.Text.Length > 0)];
    }

    private static List<RawElement> Pieces(IReadOnlyList<PdfBlock> blocks, int pages)
    {
        var ordinary = blocks.GroupBy(block => block.FontSize).MaxBy(group => group.Sum(block => block.Text.Length))?.Key ?? 0;
        var decoration = new PdfDecoration(blocks, pages, ordinary);
        var sizes = blocks.Where(block => decoration.Of(block) is null && IsLarge(block, ordinary))
            .Select(block => block.FontSize).Distinct().OrderDescending().ToList();
        // Layout analysis meets the edges of a page where it will; a reader takes what is at its foot last.
        return [.. blocks.OrderBy(block => block.Page).ThenBy(block => decoration.Of(block) is null ? 0 : block.IsAtTop ? -1 : 1)
            .Select(block => Piece(block, decoration.Of(block), ordinary, sizes))];
    }

    private static RawElement Piece(PdfBlock block, ElementType? decoration, double ordinary, List<double> titleSizes)
    {
        if (block.Rows is { } rows)
            return TableText.Piece(rows) with { Page = block.Page, Links = block.Links, Coordinates = Coordinates(block) };
        var (type, depth) = decoration is { } known ? (known, null) : Meaning(block, ordinary, titleSizes);
        var text = type == ElementType.ListItem ? TextClassifier.WithoutBullet(block.Text) : block.Text;
        return new(type, text) { Page = block.Page, Depth = depth, Links = block.Links, Coordinates = Coordinates(block) };
    }

    private static (ElementType Type, int? Depth) Meaning(PdfBlock block, double ordinary, List<double> titleSizes)
    {
        if (IsLarge(block, ordinary)) return (ElementType.Title, titleSizes.IndexOf(block.FontSize));
        if (block is { Bold: true, Lines: 1 } && TextClassifier.LooksLikeTitle(block.Text) && !TextClassifier.BeginsListItem(block.Text))
            return (ElementType.Title, titleSizes.Count);
        return (TextClassifier.Classify(block.Text, titles: false), null);
    }

    private static bool IsLarge(PdfBlock block, double ordinary) =>
        block.Rows is null && block.FontSize >= ordinary * 1.15 && block.Lines <= LongestTitleInLines
        && block.Text.Count(c => c == ' ') < LongestTitleInWords && block.Text.Any(char.IsLetter);

    private static ElementCoordinates Coordinates(PdfBlock block)
    {
        var (width, height) = block.PageSize;
        var (left, right) = (Math.Round(block.Box.Left, 2), Math.Round(block.Box.Right, 2));
        var (top, bottom) = (Math.Round(height - block.Box.Top, 2), Math.Round(height - block.Box.Bottom, 2));
        return new()
        {
            Points = [[left, top], [left, bottom], [right, bottom], [right, top]],
            System = "PixelSpace",
            LayoutWidth = width,
            LayoutHeight = height,
        };
    }
}

using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Elements;
using PipAi.Workers.Unstructured.Formats;
using PipAi.Workers.Unstructured.Refusals;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>
/// Word documents: paragraphs by style (heading, list, caption, code), tables, headers, footers, footnotes. Pages are those
/// that Word noted when it last saved the file, for the format itself has none.
/// </summary>
internal sealed class DocxPartitioner
{
    private const long CharactersPerPart = 100_000_000;
    private readonly List<RawElement> pieces = [];
    private readonly MainDocumentPart document;
    private readonly DocxStyles styles;
    private readonly CancellationToken cancellation;
    private readonly DocxPages pages = new();

    private DocxPartitioner(MainDocumentPart document, CancellationToken cancellation)
    {
        this.document = document;
        this.cancellation = cancellation;
        styles = new DocxStyles(document);
    }

    /// <summary>Partitions a file.</summary>
    public static IReadOnlyList<RawElement> Partition(byte[] body, PartitionLimits limits, CancellationToken cancellation)
    {
        ZipContent.RefuseBombs(body, limits.UnpackedBytes, limits.Parts, cancellation);
        using var stream = new MemoryStream(body, writable: false);
        using var word = WordprocessingDocument.Open(stream, false, new OpenSettings { MaxCharactersInPart = CharactersPerPart });
        if (word.MainDocumentPart?.Document?.Body is not { } content) throw RequestRejectedException.Unreadable("File is not a valid docx");
        return new DocxPartitioner(word.MainDocumentPart, cancellation).All(content);
    }

    private List<RawElement> All(Body body)
    {
        HeadersAndFooters<HeaderReference>(body, ElementType.Header);
        Blocks(body);
        Notes();
        HeadersAndFooters<FooterReference>(body, ElementType.Footer);
        return pieces;
    }

    private void Blocks(OpenXmlElement parent)
    {
        Partitioner.GuardDepth();
        foreach (var child in parent.ChildElements)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (child)
            {
                case Paragraph paragraph:
                    Add(paragraph);
                    break;
                case Table table:
                    if (DocxTable.Read(table, document, pages) is { } read) pieces.Add(read);
                    break;
                case DocumentFormat.OpenXml.Math.Paragraph or DocumentFormat.OpenXml.Math.OfficeMath or OpenXmlUnknownElement:
                    AddFormula(child);
                    break;
                case SectionProperties or AlternateContentFallback or DeletedRun or MoveFromRun:
                    break;
                default:
                    // Content controls and whatever else stands around blocks.
                    Blocks(child);
                    break;
            }
        }
    }

    private void Add(Paragraph paragraph)
    {
        if (paragraph.ParagraphProperties?.PageBreakBefore is { } before && (before.Val is null || before.Val.Value) && pieces.Count > 0)
            pages.Turn();
        var read = DocxParagraph.Read(paragraph, document, pages);
        if (read.Text.Length > 0)
        {
            var (type, depth) = Meaning(paragraph, read.Text);
            var text = type == ElementType.ListItem ? TextClassifier.WithoutBullet(read.Text) : read.Text;
            pieces.Add(new(type, text) { Depth = depth, Page = read.TextPage, Links = read.Links });
        }

        pieces.AddRange(read.Pictures.Select(alternative => new RawElement(ElementType.Image, alternative) { Page = read.TextPage }));
        foreach (var boxed in read.TextBoxes) Add(boxed);
        if (paragraph.ParagraphProperties?.SectionProperties is { } section && EndsPage(section)) pages.Turn();
    }

    private void AddFormula(OpenXmlElement formula)
    {
        var read = DocxParagraph.Read(formula, document, pages);
        if (read.Text.Length > 0) pieces.Add(new(ElementType.UncategorizedText, read.Text) { Page = read.TextPage });
    }

    // The last paragraph of a section holds the section's properties, and its type is how the section began: nearly all begin alike.
    private static bool EndsPage(SectionProperties section) => section.GetFirstChild<SectionType>()?.Val?.Value is not { } type
        || (type != SectionMarkValues.Continuous && type != SectionMarkValues.NextColumn);

    private (ElementType Type, int? Depth) Meaning(Paragraph paragraph, string text)
    {
        var properties = paragraph.ParagraphProperties;
        var styleId = properties?.ParagraphStyleId?.Val?.Value;
        var names = styles.Names(styleId).ToList();
        if (HeadingLevel(names) is { } level) return (ElementType.Title, level);
        if ((properties?.OutlineLevel?.Val?.Value ?? styles.OutlineLevel(styleId)) is >= 0 and < 9 and var outline)
            return (ElementType.Title, outline);
        if (names.Any(name => name == "caption")) return (ElementType.FigureCaption, null);
        if (names.Any(name => name is "html preformatted" or "source code" or "code")) return (ElementType.CodeSnippet, null);

        var numbering = properties?.NumberingProperties ?? styles.Numbering(styleId);
        var isNumbered = numbering?.NumberingId?.Val?.Value is > 0;
        if (isNumbered || names.Any(name => name.StartsWith("list", StringComparison.Ordinal) && name != "list paragraph"))
            return (ElementType.ListItem, numbering?.NumberingLevelReference?.Val?.Value ?? 0);
        if (IsBold(paragraph) && TextClassifier.LooksLikeTitle(text)) return (ElementType.Title, null);
        return (TextClassifier.Classify(text, titles: false), null);
    }

    private static int? HeadingLevel(List<string> names)
    {
        foreach (var name in names)
        {
            if (name == "title") return 0;
            if (name == "subtitle") return 1;
            if (name.StartsWith("heading", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan("heading".Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var level)
                && level is >= 1 and <= 9) return level - 1;
        }

        return null;
    }

    private static bool IsBold(Paragraph paragraph)
    {
        var runs = paragraph.Elements<Run>().Where(run => !string.IsNullOrWhiteSpace(run.InnerText)).ToList();
        return runs.Count > 0 && runs.All(run => run.RunProperties?.Bold is { } bold && (bold.Val is null || bold.Val.Value));
    }

    private void HeadersAndFooters<TReference>(Body body, ElementType type)
        where TReference : HeaderFooterReferenceType
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in body.Descendants<SectionProperties>().SelectMany(section => section.Elements<TReference>()))
        {
            if (reference.Id?.Value is not { } id || !document.TryGetPartById(id, out var part) || part.RootElement is not { } root)
                continue;
            var text = string.Join(
                ' ', root.Descendants<Paragraph>().Select(paragraph => DocxParagraph.Read(paragraph, part, new DocxPages()).Text)).Trim();
            // A lone number is the page number that Word computed last.
            if (!text.Any(char.IsLetter) || !seen.Add(text)) continue;
            pieces.Add(new(type, text) { HeaderFooterType = Kind(reference) });
        }
    }

    private static string Kind(HeaderFooterReferenceType reference) => reference.Type?.Value switch
    {
        { } kind when kind == HeaderFooterValues.First => "first_page",
        { } kind when kind == HeaderFooterValues.Even => "even_only",
        _ => "primary",
    };

    private void Notes()
    {
        var footnotes = document.FootnotesPart?.Footnotes?.Elements<Footnote>().Cast<FootnoteEndnoteType>() ?? [];
        var endnotes = document.EndnotesPart?.Endnotes?.Elements<Endnote>().Cast<FootnoteEndnoteType>() ?? [];
        // Ids below 1 are the separators that Word draws.
        foreach (var note in footnotes.Concat(endnotes).Where(note => note.Id?.Value > 0))
        {
            var text = string.Join(
                ' ', note.Descendants<Paragraph>().Select(paragraph => DocxParagraph.Read(paragraph, document, pages).Text)).Trim();
            if (text.Length > 0) pieces.Add(new(TextClassifier.Classify(text, titles: false), text));
        }
    }
}

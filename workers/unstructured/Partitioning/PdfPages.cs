using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Elements;
using PipAi.Workers.Unstructured.Refusals;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>Reads the pages of a PDF, each for itself: one that is damaged or a picture is told of, and costs no other.</summary>
internal sealed class PdfPages(PdfDocument document, BoundedFilters filters, ILogger log)
{
    private const string Scanned = "Scanned page, not read: it has no text, and there is no OCR here.";
    private const string Damaged = "Damaged page, not read: its content is broken.";
    private readonly List<PdfBlock> blocks = [];
    private readonly List<RawElement> unread = [];

    /// <summary>What was read.</summary>
    public IReadOnlyList<PdfBlock> Blocks => blocks;

    /// <summary>What tells of a page that was not.</summary>
    public IReadOnlyList<RawElement> Unread => unread;

    /// <summary>Reads a page.</summary>
    public void Read(int number, Func<Page, IEnumerable<PdfBlock>> read)
    {
        var damagedBefore = filters.Damaged;
        try
        {
            var page = document.GetPage(number);
            List<PdfBlock> found = [.. read(page)];
            blocks.AddRange(found);
            if (found.Count > 0) return;
            if (page.NumberOfImages > 0) Tell(number, ElementType.Image, Scanned);
            else if (filters.Damaged > damagedBefore || LacksContent(page)) Tell(number, ElementType.UncategorizedText, Damaged);
        }
        catch (Exception failure) when (failure is not (RequestRejectedException or OperationCanceledException or OutOfMemoryException
            or InsufficientExecutionStackException))
        {
            // The library answers damaged pages with exceptions of every kind; a mistake of ours would land here, too, so log it whole.
            log.LogWarning(failure, "Page {Page} cannot be read", number);
            Tell(number, ElementType.UncategorizedText, Damaged);
        }
    }

    /// <summary>Refuses a document that has pages, none of which was read.</summary>
    /// <exception cref="RequestRejectedException">It has (422).</exception>
    public void ThrowIfNoneWasRead()
    {
        if (blocks.Count > 0 || unread.Count == 0) return;
        throw RequestRejectedException.Unreadable(unread.Exists(piece => piece.Type == ElementType.Image)
            ? "File has pictures but no text. Scanned pages need OCR, which this service does not have."
            : "File is damaged: none of its pages can be read.");
    }

    private void Tell(int page, ElementType type, string text) => unread.Add(new RawElement(type, text) { Page = page });

    // A page without content is blank; one whose content is said to be somewhere, and is not there, is damaged.
    private bool LacksContent(Page page)
    {
        if (!page.Dictionary.TryGet(NameToken.Contents, out var contents)) return false;
        var parts = contents is ArrayToken list ? list.Data : [contents];
        return parts.OfType<IndirectReferenceToken>().Any(
            reference => document.Structure.GetObject(reference.Data)?.Data is null or NullToken);
    }
}

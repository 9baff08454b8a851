using System.Text.RegularExpressions;
using PipAi.Workers.Contracts.Elements;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>
/// Finds headers, footers and page numbers: text at the edge of a page that comes again at the same height on others. How often
/// it must come again depends on its looks, for sections may begin at the tops of pages and have equal headings.
/// </summary>
internal sealed partial class PdfDecoration
{
    private const double SameHeight = 6;
    private readonly HashSet<PdfBlock> repeated = new(ReferenceEqualityComparer.Instance);

    /// <summary>Looks at all pages of a document, or of the piece that a client has split off.</summary>
    /// <param name="blocks">What stands on them.</param>
    /// <param name="pages">How many they are.</param>
    /// <param name="ordinary">The size of most of the text.</param>
    public PdfDecoration(IReadOnlyList<PdfBlock> blocks, int pages, double ordinary)
    {
        var edges = blocks.Where(block => block.IsAtTop || block.IsAtFoot).ToList();
        foreach (var group in edges.GroupBy(block => (block.IsAtTop, LooksLikeHeading(block, ordinary), Words(block, ordinary))))
        {
            foreach (var block in group)
            {
                var alike = group.Where(other => Math.Abs(Height(other) - Height(block)) <= SameHeight);
                if (alike.Select(other => other.Page).Distinct().Count() >= Needed(block, pages, ordinary)) repeated.Add(block);
            }
        }
    }

    /// <summary>What kind of decoration a block is, or null if it is content.</summary>
    public ElementType? Of(PdfBlock block)
    {
        if (!block.IsAtTop && !block.IsAtFoot) return null;
        if (PageNumber().IsMatch(block.Text)) return ElementType.PageNumber;
        if (!repeated.Contains(block)) return null;
        return block.IsAtTop ? ElementType.Header : ElementType.Footer;
    }

    // Two pages tell only of small print. What looks like a heading must be on (nearly) every page; the first may have a cover.
    private static int Needed(PdfBlock block, int pages, double ordinary)
    {
        if (LooksLikeHeading(block, ordinary)) return Math.Max(3, pages - 1);
        return Math.Max(block.FontSize < ordinary ? 2 : 3, (pages + 1) / 2);
    }

    private static bool LooksLikeHeading(PdfBlock block, double ordinary) =>
        block.FontSize > ordinary || (block.Bold && block.FontSize >= ordinary);

    // Page numbers differ from page to page; the rest of a footer does not. "Chapter 1" and "Chapter 2" are two headings.
    private static string Words(PdfBlock block, double ordinary) =>
        LooksLikeHeading(block, ordinary) ? block.Text : Digits().Replace(block.Text, "#");

    private static double Height(PdfBlock block) => block.IsAtTop ? block.PageSize.Height - block.Box.Top : block.Box.Bottom;

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(?:page\s+|-\s*)?\d{1,4}(?:\s*(?:of|/|-)\s*(?:\d{1,4})?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex PageNumber();
}

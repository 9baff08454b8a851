using System.Text.RegularExpressions;
using PipAi.Workers.Contracts.Elements;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>Finds headers, footers and page numbers: text at the edge of a page that comes again on others.</summary>
internal sealed partial class PdfDecoration
{
    private readonly HashSet<string> repeated;

    /// <summary>Looks at all pages of a document.</summary>
    public PdfDecoration(IReadOnlyList<PdfBlock> blocks, int pages)
    {
        var needed = Math.Max(2, (pages + 1) / 2);
        repeated = [.. blocks.Where(block => block.IsAtTop || block.IsAtFoot)
            .GroupBy(Key, StringComparer.Ordinal)
            .Where(group => group.Select(block => block.Page).Distinct().Count() >= needed)
            .Select(group => group.Key)];
    }

    /// <summary>What kind of decoration a block is, or null if it is content.</summary>
    public ElementType? Of(PdfBlock block)
    {
        if (!block.IsAtTop && !block.IsAtFoot) return null;
        if (PageNumber().IsMatch(block.Text)) return ElementType.PageNumber;
        if (!repeated.Contains(Key(block))) return null;
        return block.IsAtTop ? ElementType.Header : ElementType.Footer;
    }

    // Page numbers differ from page to page; the rest of a footer does not.
    private static string Key(PdfBlock block) => (block.IsAtTop ? "top " : "foot ") + Digits().Replace(block.Text, "#");

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(?:page\s+|-\s*)?\d{1,4}(?:\s*(?:of|/|-)\s*(?:\d{1,4})?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex PageNumber();
}

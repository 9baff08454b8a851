using System.Text;
using PipAi.Workers.Unstructured.Elements;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Annotations;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>What stands on a PDF page without being part of its content: the values of form fields, notes, and where links lead.</summary>
internal static class PdfAnnotations
{
    private const AnnotationFlags Unseen = AnnotationFlags.Invisible | AnnotationFlags.Hidden | AnnotationFlags.NoView;
    private const int Password = 1 << 13;
    private const double DefaultSize = 11;

    /// <summary>The page's blocks, with what was filled in after the block that it is beside or below.</summary>
    public static IReadOnlyList<PdfBlock> WithFilledIn(IReadOnlyList<PdfBlock> blocks, PdfDocument document, Page page)
    {
        var all = blocks.ToList();
        var ordinary = blocks.GroupBy(block => block.FontSize).MaxBy(group => group.Sum(block => block.Text.Length))?.Key ?? DefaultSize;
        foreach (var annotation in page.GetAnnotations().Where(annotation => (annotation.Flags & Unseen) == 0))
        {
            var text = TextRun.Collapse(annotation.Type switch
            {
                AnnotationType.Widget => Value(annotation.AnnotationDictionary, document),
                AnnotationType.FreeText => annotation.Content ?? "",
                _ => "",
            });
            if (text.Length == 0) continue;
            var box = annotation.Rectangle;
            var middle = (box.Bottom + box.Top) / 2;
            var after = all.FindLastIndex(block => block.Box.Bottom >= middle || (block.Box.Top >= middle && block.Box.Left <= box.Left));
            all.Insert(after + 1, new PdfBlock
            {
                Page = page.Number,
                Text = text,
                Lines = 1,
                FontSize = ordinary,
                Bold = false,
                Box = box,
                PageSize = (page.Width, page.Height),
            });
        }

        return all;
    }

    /// <summary>The blocks with the links that lie upon them.</summary>
    public static IEnumerable<PdfBlock> WithLinks(IEnumerable<PdfBlock> blocks, Page page)
    {
        var links = page.GetHyperlinks().Where(link => !string.IsNullOrWhiteSpace(link.Uri)).ToList();
        return blocks.Select(block => block with
        {
            Links = [.. links.Where(link => IsWithin(link, block)).Select(link => new Link(Shown(link, block), link.Uri.Trim()))],
        });
    }

    private static string Shown(Hyperlink link, PdfBlock block) => TextRun.Collapse(link.Text) is { Length: > 0 } text ? text : block.Text;

    private static bool IsWithin(Hyperlink link, PdfBlock block)
    {
        var (x, y) = ((link.Bounds.Left + link.Bounds.Right) / 2, (link.Bounds.Bottom + link.Bounds.Top) / 2);
        var slack = Math.Max(block.FontSize / 2, 2);
        return x >= block.Box.Left - slack && x <= block.Box.Right + slack && y >= block.Box.Bottom - slack && y <= block.Box.Top + slack;
    }

    // A field's entries may stand in the field above it, for a field may be shown in several places.
    private static string Value(DictionaryToken field, PdfDocument document)
    {
        var (kind, value, flags) = (Entry(field, "FT", document), Entry(field, "V", document), Entry(field, "Ff", document));
        if (kind is NameToken { Data: "Btn" or "Sig" } || (flags is NumericToken number && (number.Int & Password) != 0)) return "";
        return value switch
        {
            ArrayToken several => string.Join(", ", several.Data.Select(one => Text(Resolved(one, document)))),
            _ => Text(value),
        };
    }

    private static IToken? Entry(DictionaryToken field, string name, PdfDocument document)
    {
        for (var steps = 0; steps < 16; steps++)
        {
            if (field.TryGet(NameToken.Create(name), out var entry)) return Resolved(entry, document);
            if (!field.TryGet(NameToken.Parent, out var above) || Resolved(above, document) is not DictionaryToken parent) return null;
            field = parent;
        }

        return null;
    }

    private static IToken? Resolved(IToken token, PdfDocument document) =>
        token is IndirectReferenceToken reference ? document.Structure.GetObject(reference.Data)?.Data : token;

    private static string Text(IToken? token) => token switch
    {
        StringToken text => text.Data,
        HexToken { Bytes: [0xFE, 0xFF, ..] } hex => Encoding.BigEndianUnicode.GetString(hex.Bytes[2..]),
        HexToken hex => hex.Data,
        _ => "",
    };
}

using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using PipAi.Workers.Unstructured.Elements;
using DocProperties = DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>The text of one Word paragraph: what a reader sees, without what was deleted in tracked changes.</summary>
internal sealed class DocxParagraph
{
    private readonly TextRun run = new();
    private readonly OpenXmlPart part;

    private readonly DocxPages pages;

    private DocxParagraph(OpenXmlPart part, DocxPages pages)
    {
        this.part = part;
        this.pages = pages;
    }

    /// <summary>The text, white space collapsed.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The links in it.</summary>
    public IReadOnlyList<Link> Links { get; private set; } = [];

    /// <summary>The alternative texts of the pictures in it.</summary>
    public List<string> Pictures { get; } = [];

    /// <summary>Paragraphs of text boxes that are anchored in it.</summary>
    public List<Paragraph> TextBoxes { get; } = [];

    /// <summary>The page on which its text begins.</summary>
    public int? TextPage { get; private set; }

    /// <summary>Reads a paragraph, or a formula that stands alone.</summary>
    public static DocxParagraph Read(OpenXmlElement paragraph, OpenXmlPart part, DocxPages pages)
    {
        var began = pages.Current;
        var read = new DocxParagraph(part, pages);
        read.Children(paragraph);
        (read.Text, read.Links) = read.run.Take();
        read.TextPage ??= began;
        return read;
    }

    private void Children(OpenXmlElement parent)
    {
        Partitioner.GuardDepth();
        foreach (var child in parent.ChildElements) Visit(child);
    }

    private void Visit(OpenXmlElement element)
    {
        if (TextOf(element) is { } text)
        {
            Append(text);
            return;
        }

        switch (element)
        {
            case OpenXmlUnknownElement { LocalName: "Fallback" or "del" or "moveFrom" }:
            case DeletedRun or MoveFromRun or ParagraphProperties or RunProperties or AlternateContentFallback:
                break;
            case Break { Type: { } type } when type.Value == BreakValues.Page:
                pages.Turn();
                break;
            case LastRenderedPageBreak:
                pages.Noted();
                break;
            case TabChar or CarriageReturn or PositionalTab or Break:
                run.Append(" ");
                break;
            case Hyperlink link:
                var mark = run.Mark();
                Children(link);
                run.Link(mark, Target(link));
                break;
            case TextBoxContent box:
                TextBoxes.AddRange(box.Elements<Paragraph>());
                break;
            default:
                if (element is DocProperties { Description.Value: { Length: > 0 } alternative })
                    Pictures.Add(TextRun.Collapse(alternative));
                Children(element);
                break;
        }
    }

    /// <summary>What an element that is text says; null for any other.</summary>
    private static string? TextOf(OpenXmlElement element) => element switch
    {
        Text text => text.Text,
        DocumentFormat.OpenXml.Math.Text formula => formula.Text,
        // Where the SDK does not expect an element, its name is all that is known.
        OpenXmlUnknownElement { LocalName: "t" } unknown => unknown.InnerText,
        SymbolChar { Char.Value: { } code }
            when ushort.TryParse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var symbol) => ((char)symbol).ToString(),
        NoBreakHyphen => "-",
        _ => null,
    };

    private void Append(string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            pages.Written();
            TextPage ??= pages.Current;
        }

        run.Append(text);
    }

    private string? Target(Hyperlink link)
    {
        if (link.Id?.Value is not { } id) return link.Anchor?.Value is { } anchor ? "#" + anchor : null;
        return part.HyperlinkRelationships.FirstOrDefault(relationship => relationship.Id == id)?.Uri.OriginalString;
    }
}

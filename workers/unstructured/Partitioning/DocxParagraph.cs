using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using PipAi.Workers.Unstructured.Elements;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>The text of one Word paragraph: what a reader sees, without what was deleted in tracked changes.</summary>
internal sealed class DocxParagraph
{
    private readonly TextRun run = new();
    private readonly OpenXmlPart part;

    private DocxParagraph(OpenXmlPart part, int page)
    {
        this.part = part;
        Page = page;
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

    /// <summary>The page on which it ends.</summary>
    public int Page { get; private set; }

    /// <summary>Reads a paragraph that begins on <paramref name="page"/>.</summary>
    public static DocxParagraph Read(Paragraph paragraph, OpenXmlPart part, int page)
    {
        var read = new DocxParagraph(part, page);
        read.Children(paragraph);
        (read.Text, read.Links) = read.run.Take();
        read.TextPage ??= page;
        return read;
    }

    private void Children(OpenXmlElement parent)
    {
        Partitioner.GuardDepth();
        foreach (var child in parent.ChildElements) Visit(child);
    }

    private void Visit(OpenXmlElement element)
    {
        switch (element)
        {
            case Text text:
                Append(text.Text);
                break;
            case TabChar or CarriageReturn or PositionalTab:
                run.Append(" ");
                break;
            case NoBreakHyphen:
                Append("-");
                break;
            case Break { Type: { } type } when type.Value == BreakValues.Page:
            case LastRenderedPageBreak:
                Page++;
                break;
            case Break:
                run.Append(" ");
                break;
            case Hyperlink link:
                var mark = run.Mark();
                Children(link);
                run.Link(mark, Target(link));
                break;
            case DeletedRun or MoveFromRun or ParagraphProperties or RunProperties or AlternateContentFallback:
                break;
            case TextBoxContent box:
                TextBoxes.AddRange(box.Elements<Paragraph>());
                break;
            default:
                if (element is DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties { Description.Value: { Length: > 0 } alternative })
                    Pictures.Add(TextRun.Collapse(alternative));
                Children(element);
                break;
        }
    }

    private void Append(string text)
    {
        if (!string.IsNullOrWhiteSpace(text)) TextPage ??= Page;
        run.Append(text);
    }

    private string? Target(Hyperlink link)
    {
        if (link.Id?.Value is not { } id) return link.Anchor?.Value is { } anchor ? "#" + anchor : null;
        return part.HyperlinkRelationships.FirstOrDefault(relationship => relationship.Id == id)?.Uri.OriginalString;
    }
}

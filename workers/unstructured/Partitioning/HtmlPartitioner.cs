using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Elements;
using PipAi.Workers.Unstructured.Formats;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>HTML: walks the body once, in order; block elements begin and end pieces, inline elements only add text.</summary>
internal sealed partial class HtmlPartitioner
{
    private static readonly HashSet<string> Ignored = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "select",
        "input",
        "textarea", "button", "head", "meta", "link",
    };

    private static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "rp",
        "rt",
        "ruby", "s", "samp", "small", "span", "strong", "strike", "sub", "sup", "time", "tt", "u", "var", "wbr", "big", "center",
    };

    private readonly List<RawElement> pieces = [];
    private readonly TextRun run = new();
    private readonly CancellationToken cancellation;
    private ElementType? blockType;
    private int? blockDepth;
    private int listDepth = -1;

    private HtmlPartitioner(CancellationToken cancellation) => this.cancellation = cancellation;

    /// <summary>Partitions a file; without an encoding asked for, what it says itself of its encoding is heeded.</summary>
    public static IReadOnlyList<RawElement> Partition(byte[] body, string? encoding, CancellationToken cancellation)
    {
        if (encoding is not null || !StatesEncoding(body)) return Partition(TextDecoder.Decode(body, encoding), cancellation);
        HtmlNesting.Refuse(Encoding.Latin1.GetString(body));
        using var stream = new MemoryStream(body, writable: false);
        using var document = new HtmlParser().ParseDocument(stream);
        return Walk(document, cancellation);
    }

    private static bool StatesEncoding(byte[] body) =>
        StatedEncoding().IsMatch(Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(body.Length, 4096))));

    [GeneratedRegex("""<meta[^>]+charset\s*=|^\s*<\?xml[^>]+encoding\s*=""", RegexOptions.IgnoreCase)]
    private static partial Regex StatedEncoding();

    /// <summary>Partitions a text.</summary>
    public static IReadOnlyList<RawElement> Partition(string html, CancellationToken cancellation)
    {
        HtmlNesting.Refuse(html);
        using var document = new HtmlParser().ParseDocument(html);
        return Walk(document, cancellation);
    }

    private static List<RawElement> Walk(IHtmlDocument document, CancellationToken cancellation)
    {
        var partitioner = new HtmlPartitioner(cancellation);
        if (document.Body is { } body) partitioner.Children(body);
        partitioner.Flush();
        return partitioner.pieces;
    }

    private void Children(INode parent)
    {
        Partitioner.GuardDepth();
        cancellation.ThrowIfCancellationRequested();
        foreach (var node in parent.ChildNodes)
        {
            if (node is IText text) run.Append(text.Data);
            else if (node is IElement element && !IsHidden(element)) Visit(element);
        }
    }

    private void Visit(IElement element)
    {
        switch (element.LocalName.ToLowerInvariant())
        {
            case "br":
                run.Append("\n");
                break;
            case "a":
                Anchor(element);
                break;
            case "img":
                Picture(element);
                break;
            case "table" when HtmlTable.HoldsTabularContent(element):
                Block(() =>
                {
                    foreach (var piece in HtmlTable.Read(element)) Add(piece);
                });
                break;
            case "pre":
                Block(() => Add(new(ElementType.CodeSnippet, element.TextContent.Trim('\n', '\r').TrimEnd())));
                break;
            case "ul" or "ol" or "menu":
                listDepth++;
                Block(() => Children(element));
                listDepth--;
                break;
            case var name when Inline.Contains(name):
                Children(element);
                break;
            case var name:
                Typed(TypeOf(name, element, out var depth), depth, element);
                break;
        }
    }

    private void Anchor(IElement element)
    {
        if (element.ClassList.Contains("footnote-back-ref")) return;
        if (element.ClassList.Contains("footnote-ref"))
        {
            run.Append($" [{element.TextContent}]");
            return;
        }

        var mark = run.Mark();
        Children(element);
        run.Link(mark, element.GetAttribute("href"));
    }

    /// <summary>What text directly inside a block element is; null if only its wording can tell.</summary>
    private ElementType? TypeOf(string name, IElement element, out int? depth)
    {
        depth = null;
        switch (name)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                depth = name[1] - '1';
                return ElementType.Title;
            case "li":
                depth = Math.Max(listDepth, 0);
                return ElementType.ListItem;
            case "dt" or "dd":
                depth = name == "dt" ? 0 : 1;
                return ElementType.ListItem;
            case "figcaption" or "caption":
                return ElementType.FigureCaption;
            case "address":
                return ElementType.Address;
            // A paragraph within a list item is the item's text.
            case "p" or "div" when element.ParentElement?.LocalName is "li" or "dd":
                depth = blockDepth;
                return blockType;
            default:
                return null;
        }
    }

    private void Typed(ElementType? type, int? depth, IElement element)
    {
        var (outerType, outerDepth) = (blockType, blockDepth);
        Flush();
        (blockType, blockDepth) = (type, depth);
        Children(element);
        Flush();
        (blockType, blockDepth) = (outerType, outerDepth);
    }

    private void Block(Action content)
    {
        Flush();
        content();
        Flush();
    }

    private void Picture(IElement image)
    {
        var alternative = TextRun.Collapse(image.GetAttribute("alt") ?? "");
        if (alternative.Length == 0) return;
        Flush();
        Add(new(ElementType.Image, alternative));
    }

    private void Flush()
    {
        var (text, links) = run.Take();
        if (text.Length == 0) return;
        var type = blockType ?? TextClassifier.Classify(text, titles: false);
        var clean = type == ElementType.ListItem && blockType is null ? TextClassifier.WithoutBullet(text) : text;
        Add(new(type, clean) { Depth = blockDepth, Links = links });
    }

    private void Add(RawElement piece)
    {
        if (piece.Text.Length > 0) pieces.Add(piece);
    }

    /// <summary>Whether a reader does not see an element.</summary>
    internal static bool IsHidden(IElement element) =>
        Ignored.Contains(element.LocalName) || element.HasAttribute("hidden")
        || (element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal).Contains(
            "display:none", StringComparison.OrdinalIgnoreCase) ?? false);
}

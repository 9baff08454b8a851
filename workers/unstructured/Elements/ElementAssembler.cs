using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Requests;

namespace PipAi.Workers.Unstructured.Elements;

/// <summary>Makes elements of pieces: ids, parents, languages, page breaks.</summary>
/// <param name="fileName">The document's name.</param>
/// <param name="mediaType">The document's media type.</param>
/// <param name="parameters">What the request asks for.</param>
/// <param name="withTables">Whether tables come with their HTML.</param>
internal sealed class ElementAssembler(string fileName, string mediaType, PartitionParameters parameters, bool withTables)
{
    private const int NoPage = int.MinValue;
    private readonly List<Element> elements = [];
    private readonly Stack<(int Depth, string Id)> titles = new();
    private readonly Stack<(int Depth, string Id)> items = new();
    private readonly Dictionary<int, int> onPage = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private int? page;

    /// <summary>Assembles a whole document.</summary>
    public IReadOnlyList<Element> Assemble(IReadOnlyList<RawElement> pieces)
    {
        IReadOnlyList<string> languages = parameters.Languages.Length > 0
            ? parameters.Languages
            : LanguageDetector.Detect(pieces.Select(piece => piece.Text));
        foreach (var piece in pieces)
        {
            TurnPage(piece.Page, languages);
            Add(piece, languages);
        }

        return elements;
    }

    private void TurnPage(int? next, IReadOnlyList<string> languages)
    {
        if (next is null || next == page) return;
        if (page is not null && next > page && parameters.IncludePageBreaks)
            Add(new RawElement(ElementType.PageBreak, "") { Page = page }, languages);
        page = next;
    }

    private void Add(RawElement piece, IReadOnlyList<string> languages)
    {
        var shownPage = piece.Page + parameters.StartingPageNumber - 1;
        var id = parameters.UniqueElementIds ? Guid.NewGuid().ToString() : Id(piece.Text, shownPage);
        elements.Add(new Element
        {
            Type = piece.Type,
            ElementId = id,
            Text = piece.Text,
            Metadata = new ElementMetadata
            {
                Filename = fileName,
                Filetype = mediaType,
                PageNumber = shownPage,
                Languages = languages,
                ParentId = Parent(piece, id),
                CategoryDepth = piece.Depth,
                TextAsHtml = withTables ? piece.TextAsHtml : null,
                LinkTexts = piece.Links.Count > 0 ? [.. piece.Links.Select(link => link.Text)] : null,
                LinkUrls = piece.Links.Count > 0 ? [.. piece.Links.Select(link => link.Url)] : null,
                HeaderFooterType = piece.HeaderFooterType,
                Coordinates = parameters.Coordinates ? piece.Coordinates : null,
            },
        });
    }

    /// <summary>
    /// A heading belongs to the heading above that is one level up; a nested list item to its item; all else to the last heading.
    /// </summary>
    private string? Parent(RawElement piece, string id)
    {
        if (piece.Type is ElementType.Header or ElementType.Footer or ElementType.PageNumber or ElementType.PageBreak) return null;
        if (piece.Type != ElementType.ListItem) items.Clear();
        if (piece.Type == ElementType.Title)
        {
            var above = Above(titles, piece.Depth ?? 0);
            titles.Push((piece.Depth ?? 0, id));
            return above;
        }

        var heading = titles.TryPeek(out var title) ? title.Id : null;
        if (piece.Type != ElementType.ListItem) return heading;
        var outer = Above(items, piece.Depth ?? 0);
        items.Push((piece.Depth ?? 0, id));
        return outer ?? heading;
    }

    private static string? Above(Stack<(int Depth, string Id)> open, int depth)
    {
        while (open.TryPeek(out var last) && last.Depth >= depth) open.Pop();
        return open.TryPeek(out var above) ? above.Id : null;
    }

    // Unstructured's rule: name, text, page and place on the page. The same document gives the same ids, and so do the pieces of
    // one that a client has split, because the page is the one that is shown. Where the rule gives an id twice (equal texts: the
    // 11th of page 1, the first of page 11) the later one is hashed once more.
    private string Id(string text, int? shownPage)
    {
        var place = onPage.GetValueOrDefault(shownPage ?? NoPage);
        onPage[shownPage ?? NoPage] = place + 1;
        var pageText = shownPage?.ToString(CultureInfo.InvariantCulture) ?? "None";
        var id = Hash(string.Create(CultureInfo.InvariantCulture, $"{fileName}{text}{pageText}{place}"));
        while (!ids.Add(id)) id = Hash(id);
        return id;
    }

    private static string Hash(string seed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..32];
}

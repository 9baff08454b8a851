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
internal sealed class ElementAssembler(string fileName, string mediaType, PartitionParameters parameters)
{
    private readonly List<Element> elements = [];
    private readonly Stack<(int Depth, string Id)> titles = new();
    private readonly Stack<(int Depth, string Id)> items = new();
    private int? page;
    private int sequenceOnPage;

    /// <summary>Assembles a whole document.</summary>
    public IReadOnlyList<Element> Assemble(IReadOnlyList<Piece> pieces)
    {
        var languages = parameters.Languages.Count > 0 ? parameters.Languages : LanguageDetector.Detect(pieces.Select(piece => piece.Text));
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
            Add(new Piece(ElementType.PageBreak, "") { Page = page }, languages);
        page = next;
        sequenceOnPage = 0;
    }

    private void Add(Piece piece, IReadOnlyList<string> languages)
    {
        var id = Id(piece);
        elements.Add(new Element
        {
            Type = piece.Type,
            ElementId = id,
            Text = piece.Text,
            Metadata = new ElementMetadata
            {
                Filename = fileName,
                Filetype = mediaType,
                PageNumber = piece.Page + parameters.StartingPageNumber - 1,
                Languages = languages,
                ParentId = Parent(piece, id),
                CategoryDepth = piece.Depth,
                TextAsHtml = piece.TextAsHtml,
                LinkTexts = piece.Links.Count > 0 ? [.. piece.Links.Select(link => link.Text)] : null,
                LinkUrls = piece.Links.Count > 0 ? [.. piece.Links.Select(link => link.Url)] : null,
                HeaderFooterType = piece.HeaderFooterType,
                Coordinates = parameters.Coordinates ? piece.Coordinates : null,
            },
        });
        sequenceOnPage++;
    }

    /// <summary>A heading belongs to the heading above that is one level up; a nested list item to its item; all else to the last heading.</summary>
    private string? Parent(Piece piece, string id)
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

    // The same document must give the same ids: a repeated run then overwrites its result with an equal one.
    private string Id(Piece piece)
    {
        if (parameters.UniqueElementIds) return Guid.NewGuid().ToString();
        var seed = string.Create(CultureInfo.InvariantCulture, $"{fileName}\n{piece.Type}\n{piece.Text}\n{piece.Page}\n{sequenceOnPage}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..32];
    }
}

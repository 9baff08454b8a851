using PipAi.Workers.Contracts.Elements;

namespace PipAi.Workers.Unstructured.Elements;

/// <summary>What a partitioner found, before ids, parents and languages are known.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Text">Its text, white space already collapsed.</param>
internal sealed record RawElement(ElementType Type, string Text)
{
    /// <summary>The page, from 1, or null for formats without pages.</summary>
    public int? Page { get; init; }

    /// <summary>The level of a heading or list item, from 0.</summary>
    public int? Depth { get; init; }

    /// <summary>A table as HTML.</summary>
    public string? TextAsHtml { get; init; }

    /// <summary>The links in the text.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Which pages a header or footer is for.</summary>
    public string? HeaderFooterType { get; init; }

    /// <summary>The box on the page.</summary>
    public ElementCoordinates? Coordinates { get; init; }
}

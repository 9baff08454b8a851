using System.Collections.Immutable;

namespace PipAi.Workers.Unstructured.Requests;

/// <summary>What a partition request asks for: the values of <see cref="OfferedParameters"/> that have an effect.</summary>
internal sealed record PartitionParameters
{
    /// <summary>Whether boxes are wanted: <c>coordinates</c>.</summary>
    public bool Coordinates { get; init; }

    /// <summary>The encoding of text files, or null: <c>encoding</c>.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether boundaries between pages are wanted as elements: <c>include_page_breaks</c>.</summary>
    public bool IncludePageBreaks { get; init; }

    /// <summary>The languages that the sender knows, as ISO 639-3 codes; empty to have them detected: <c>languages</c>.</summary>
    public ImmutableArray<string> Languages { get; init; } = [];

    /// <summary>Whether ids are random instead of derived from the document: <c>unique_element_ids</c>.</summary>
    public bool UniqueElementIds { get; init; }

    /// <summary>The number of the first page: <c>starting_page_number</c>.</summary>
    public int StartingPageNumber { get; init; } = 1;

    /// <summary>A media type that goes before each file's own, or null: <c>content_type</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>Kinds of files whose tables are wanted without their HTML, such as <c>docx</c>: <c>skip_infer_table_types</c>.</summary>
    public ImmutableArray<string> PlainTableTypes { get; init; } = [];

    /// <summary>Whether the tables of a PDF are wanted with their HTML: <c>pdf_infer_table_structure</c>.</summary>
    public bool PdfTables { get; init; } = true;
}

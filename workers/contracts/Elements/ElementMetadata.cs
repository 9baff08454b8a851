using System.Text.Json.Serialization;

namespace PipAi.Workers.Contracts.Elements;

/// <summary>Where an element stands in its document. A member that says nothing is left out of the JSON.</summary>
public sealed record ElementMetadata
{
    /// <summary>The document's file name without folders.</summary>
    [JsonPropertyName("filename")]
    public string? Filename { get; init; }

    /// <summary>The media type found in the bytes, such as <c>application/pdf</c>.</summary>
    [JsonPropertyName("filetype")]
    public required string Filetype { get; init; }

    /// <summary>The page, from 1; left out where the format has no pages (HTML, Markdown, text).</summary>
    [JsonPropertyName("page_number")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PageNumber { get; init; }

    /// <summary>ISO 639-3 codes of the document's languages, the likeliest first.</summary>
    [JsonPropertyName("languages")]
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>The id of the heading above, or of the list item that holds a nested one.</summary>
    [JsonPropertyName("parent_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ParentId { get; init; }

    /// <summary>The level of a heading or nested list item, from 0.</summary>
    [JsonPropertyName("category_depth")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CategoryDepth { get; init; }

    /// <summary>A table's structure: <c>&lt;table&gt;</c>, <c>&lt;tr&gt;</c> and <c>&lt;td&gt;</c> only.</summary>
    [JsonPropertyName("text_as_html")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TextAsHtml { get; init; }

    /// <summary>The texts of the links in the element, in order.</summary>
    [JsonPropertyName("link_texts")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? LinkTexts { get; init; }

    /// <summary>The targets of the links in the element, in the order of <see cref="LinkTexts"/>.</summary>
    [JsonPropertyName("link_urls")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? LinkUrls { get; init; }

    /// <summary>Which pages a header or footer is for: <c>primary</c>, <c>first_page</c> or <c>even_only</c>.</summary>
    [JsonPropertyName("header_footer_type")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? HeaderFooterType { get; init; }

    /// <summary>The element's box on its page; only for PDF and only when asked for.</summary>
    [JsonPropertyName("coordinates")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ElementCoordinates? Coordinates { get; init; }
}

using System.Text.Json.Serialization;

namespace PipAi.Workers.Contracts.Elements;

/// <summary>What a piece of a document is, with the names of Unstructured's API. Only the kinds that our parser tells apart.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ElementType>))]
public enum ElementType
{
    /// <summary>Text that none of the others describes.</summary>
    UncategorizedText,

    /// <summary>A heading; its level is <see cref="ElementMetadata.CategoryDepth"/>.</summary>
    Title,

    /// <summary>Running text: one or more sentences.</summary>
    NarrativeText,

    /// <summary>One entry of a list.</summary>
    ListItem,

    /// <summary>A table: plain text here, its structure in <see cref="ElementMetadata.TextAsHtml"/>.</summary>
    Table,

    /// <summary>A picture, represented by its alternative text.</summary>
    Image,

    /// <summary>The caption of a figure.</summary>
    FigureCaption,

    /// <summary>Program code or other preformatted text.</summary>
    CodeSnippet,

    /// <summary>A postal address.</summary>
    Address,

    /// <summary>An e-mail address that stands alone.</summary>
    EmailAddress,

    /// <summary>Text at the top of every page.</summary>
    Header,

    /// <summary>Text at the foot of every page.</summary>
    Footer,

    /// <summary>A page number that stands alone at the top or the foot of a page.</summary>
    PageNumber,

    /// <summary>A boundary between two pages; only when asked for.</summary>
    PageBreak,
}

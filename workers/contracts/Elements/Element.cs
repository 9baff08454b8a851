using System.Text.Json.Serialization;

namespace PipAi.Workers.Contracts.Elements;

/// <summary>One piece of a document, as Unstructured's API answers it: a partitioned document is an array of these.</summary>
public sealed record Element
{
    /// <summary>What the piece is.</summary>
    [JsonPropertyName("type")]
    public required ElementType Type { get; init; }

    /// <summary>32 hex digits; the same document gives the same ids, unless unique ones were asked for.</summary>
    [JsonPropertyName("element_id")]
    public required string ElementId { get; init; }

    /// <summary>The text, with runs of white space made one space (except in code).</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Where the text stands and what it belongs to.</summary>
    [JsonPropertyName("metadata")]
    public required ElementMetadata Metadata { get; init; }
}

using System.Text.Json.Serialization;

namespace PipAi.Workers.Contracts.Documents;

/// <summary>What the workflow <c>ProcessDocument</c> answers: where the elements are and which places served the run.</summary>
public sealed record ProcessDocumentResult
{
    /// <summary>The key of the elements JSON: the document's key followed by <c>.elements.json</c>.</summary>
    [JsonPropertyName("resultKey")]
    public required string ResultKey { get; init; }

    /// <summary>How many elements the document has; 0 for a blank document.</summary>
    [JsonPropertyName("elementCount")]
    public required int ElementCount { get; init; }

    /// <summary>The AWS region whose bucket the document was read from, such as <c>us-east-1</c>.</summary>
    [JsonPropertyName("readFrom")]
    public required string ReadFrom { get; init; }

    /// <summary>The AWS region whose bucket took the elements first; replication carries them to the others.</summary>
    [JsonPropertyName("storedIn")]
    public required string StoredIn { get; init; }

    /// <summary>The Fly machine id of the parsing service's instance, or <c>unknown</c> if it did not say.</summary>
    [JsonPropertyName("parsedBy")]
    public required string ParsedBy { get; init; }
}

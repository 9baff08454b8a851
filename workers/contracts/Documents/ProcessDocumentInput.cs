using System.Text.Json.Serialization;

namespace PipAi.Workers.Contracts.Documents;

/// <summary>What the workflow <c>ProcessDocument</c> is started with: where the document is, never the document itself.</summary>
public sealed record ProcessDocumentInput
{
    /// <summary>The object's key, the same in every region's bucket: <c>documents/&lt;id&gt;/&lt;file name&gt;</c>.</summary>
    [JsonPropertyName("key")]
    public required string Key { get; init; }

    /// <summary>The media type the sender believes in, such as <c>application/pdf</c>. A hint only: the bytes decide.</summary>
    [JsonPropertyName("contentType")]
    public string? ContentType { get; init; }
}

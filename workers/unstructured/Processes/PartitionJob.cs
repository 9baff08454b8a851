using PipAi.Workers.Unstructured.Requests;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Processes;

/// <summary>What a child process is told of a document; the document's bytes follow it on the pipe.</summary>
internal sealed record PartitionJob
{
    /// <summary>The document's name.</summary>
    public required string FileName { get; init; }

    /// <summary>The media type its sender gave, or null.</summary>
    public string? Declared { get; init; }

    /// <summary>What the request asks for.</summary>
    public required PartitionParameters Parameters { get; init; }

    /// <summary>How much it may cost.</summary>
    public required PartitionLimits Limits { get; init; }
}

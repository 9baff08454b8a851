namespace PipAi.Workers.Pipeline.Storage;

/// <summary>The object is larger than a worker takes.</summary>
internal sealed class DocumentTooLargeException(string key, long bytes, long limit) : Exception(
    $"The document '{key}' has {bytes:N0} bytes; at most {limit:N0} are taken.");

namespace PipAi.Workers.Pipeline.Storage;

/// <summary>Every region answered, and none has the object.</summary>
internal sealed class DocumentMissingException(string key, IEnumerable<string> regions) : Exception(
    $"The document '{key}' is in none of the buckets: {string.Join(
        ", ", regions)} answered that it does not exist. Upload it, then start again.");

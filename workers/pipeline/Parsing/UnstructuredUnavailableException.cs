namespace PipAi.Workers.Pipeline.Parsing;

/// <summary>The parsing service did not do its work; it is worth trying again.</summary>
internal sealed class UnstructuredUnavailableException(string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>How long the service asked to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether an instance gave up because this document takes it too long.</summary>
    public bool TooSlow { get; init; }
}

namespace PipAi.Workers.Contracts.Documents;

/// <summary>
/// The error types (Temporal's <c>ApplicationFailure.type</c>) that end a <c>ProcessDocument</c> run for good: trying again
/// cannot help, because the document or the call is wrong. Every other failure is retried.
/// </summary>
public static class DocumentFailure
{
    /// <summary>The workflow's input has no usable key.</summary>
    public const string InvalidInput = "InvalidInput";

    /// <summary>Every region was reached and none has the object.</summary>
    public const string NotFound = "DocumentNotFound";

    /// <summary>The object is larger than a worker or the parsing service takes.</summary>
    public const string TooLarge = "DocumentTooLarge";

    /// <summary>The parsing service cannot read documents of this kind.</summary>
    public const string Unsupported = "UnsupportedDocument";

    /// <summary>The document is damaged, encrypted, or not what it says it is.</summary>
    public const string Corrupt = "CorruptDocument";

    /// <summary>All of them, as a retry policy wants them.</summary>
    public static IReadOnlyList<string> All { get; } = [InvalidInput, NotFound, TooLarge, Unsupported, Corrupt];
}

namespace PipAi.LocalCloud.S3;

/// <summary>How an operation is recognised, and what carries it out.</summary>
/// <param name="Operation">The API's name for it, such as <c>PutObject</c>; faults match it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Level">Service, bucket or object.</param>
/// <param name="Handle">Carries it out.</param>
internal sealed record S3Route(string Operation, string Method, S3Level Level, Func<S3Request, CancellationToken, Task> Handle)
{
    /// <summary>Query parameters that must be there.</summary>
    public IReadOnlyList<string> Queries { get; init; } = [];

    /// <summary>A header that must be there; null for none.</summary>
    public string? Header { get; init; }

    /// <summary>Whether the bucket need not exist, or may live in another region than the request's.</summary>
    public bool AnyBucket { get; init; }
}

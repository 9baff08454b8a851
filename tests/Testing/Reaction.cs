namespace PipAi.Testing;

/// <summary>What a <see cref="FaultyServer"/> does with a request.</summary>
public abstract record Reaction
{
    private Reaction()
    {
    }

    /// <summary>Answers.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="Body">What comes, whether or not it is what the client expects.</param>
    /// <param name="Headers">Headers besides the usual ones, each as <c>Name: value</c>.</param>
    public sealed record Answer(int Status, string Body = "{}", params string[] Headers) : Reaction;

    /// <summary>Takes the whole request and resets the connection.</summary>
    public sealed record Reset : Reaction;

    /// <summary>Takes the whole request and says nothing.</summary>
    public sealed record Hang : Reaction;
}

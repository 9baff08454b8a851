namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>One word of a list filter.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands there; of a text what is between its quotes.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text)
{
    /// <summary>Whether it is a certain key word.</summary>
    public bool Is(string word) =>
        Kind is QueryTokenKind.Word or QueryTokenKind.Sign && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

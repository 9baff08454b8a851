namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>The kinds of words in a list filter.</summary>
internal enum QueryTokenKind
{
    /// <summary>After the last one.</summary>
    End,

    /// <summary>A key word, or the name of an attribute.</summary>
    Word,

    /// <summary>A name in backquotes.</summary>
    Name,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator, a comma, a parenthesis.</summary>
    Sign,
}

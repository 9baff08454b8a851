namespace PipAi.LocalCloud.Temporal.Policies;

/// <summary>What Temporal sets as limits where nobody sets others; Temporal Cloud has the same.</summary>
internal static class Limits
{
    /// <summary>Bytes of an id or a name.</summary>
    public const int IdBytes = 1000;

    /// <summary>Bytes of what an event carries: an input, a result, a failure.</summary>
    public const int PayloadBytes = 2 << 20;

    /// <summary>Bytes of a run's memo.</summary>
    public const int MemoBytes = 2 << 20;

    /// <summary>Signals that one run takes.</summary>
    public const int Signals = 10_000;

    /// <summary>Activities, or children, of one run that are open at a time.</summary>
    public const int Pending = 2_000;

    /// <summary>Updates of one run, those that are over included.</summary>
    public const int Updates = 2_000;

    /// <summary>Updates of one run that are open at a time.</summary>
    public const int OpenUpdates = 10;

    /// <summary>Events of one run: beyond it is terminated.</summary>
    public const int Events = 51_200;

    /// <summary>Bytes of one run's history: beyond it is terminated.</summary>
    public const long HistoryBytes = 50 << 20;

    /// <summary>Search attributes of one run.</summary>
    public const int Attributes = 100;

    /// <summary>Bytes of one search attribute's value.</summary>
    public const int AttributeBytes = 2 << 10;

    /// <summary>Bytes of all search attributes of one run.</summary>
    public const int AllAttributesBytes = 40 << 10;

    /// <summary>Links of one request.</summary>
    public const int Links = 10;

    /// <summary>Bytes of one request.</summary>
    public const int RequestBytes = 4 << 20;

    /// <summary>Longer durations are cut to it: a hundred years.</summary>
    public const long DurationSeconds = 100L * 365 * 24 * 3600;
}

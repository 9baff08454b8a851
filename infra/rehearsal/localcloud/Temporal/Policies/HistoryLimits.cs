namespace PipAi.LocalCloud.Temporal.Policies;

/// <summary>From where on Temporal suggests that a workflow continue as new, and where it ends it.</summary>
internal static class HistoryLimits
{
    /// <summary>Events of one run.</summary>
    public const int SuggestContinueAsNewEvents = 4096;

    /// <summary>Bytes of one run's history.</summary>
    public const long SuggestContinueAsNewBytes = 4 << 20;

    /// <summary>Events that may come to a worker again because the task that brought them, and rejected updates, left no trace.</summary>
    public const int EventsSentAgain = 10;

    /// <summary>Events in one page of history, if the caller names no smaller number.</summary>
    public const int PageEvents = 1000;
}

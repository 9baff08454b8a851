namespace PipAi.Operations.Logs;

/// <summary>Which entries are wanted.</summary>
internal sealed record LogFilter
{
    /// <summary>Only of this Fly region; null for all.</summary>
    public string? Region { get; init; }

    /// <summary>Only of this machine, by its id; null for all.</summary>
    public string? Machine { get; init; }

    /// <summary>Only what matters at least so much.</summary>
    public EntrySeverity AtLeast { get; init; } = EntrySeverity.Debug;

    /// <summary>Only what names this document, by id or key; null for all.</summary>
    public string? Document { get; init; }

    /// <summary>Whether an entry of the region and machine is wanted.</summary>
    public bool Takes(LogEntry entry) => entry.Severity >= AtLeast && (Document is null || entry.Names(Document));
}

namespace PipAi.LocalCloud.Fly.State;

/// <summary>Something that happened to a machine.</summary>
internal sealed record MachineEvent
{
    /// <summary>ULID.</summary>
    public required string Id { get; init; }

    /// <summary><c>launch, update, start, stop, exit, restart, suspend, destroy</c>.</summary>
    public required string Type { get; init; }

    /// <summary>State the machine came to.</summary>
    public required string Status { get; init; }

    /// <summary><c>user</c> for API calls, <c>flyd</c> for what the host did.</summary>
    public required string Source { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long Timestamp { get; init; }

    /// <summary>How the process ended; only in <c>exit</c> events.</summary>
    public ExitRecord? Exit { get; init; }

    /// <summary>Restarts within the last five minutes; only in <c>exit</c> events.</summary>
    public int RestartCount { get; init; }
}

using System.Collections.Immutable;

namespace PipAi.Operations.Status;

/// <summary>What runs where, as far as it is known at a moment. What was never read is empty, not zero.</summary>
internal sealed record PlatformStatus
{
    /// <summary>The stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary><c>rehearsal</c> or <c>live</c>.</summary>
    public required string Where { get; init; }

    /// <summary>When it was last read in part.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The Fly region that carries most of the load.</summary>
    public required string PrimaryRegion { get; init; }

    /// <summary>The Fly apps, workers first.</summary>
    public ImmutableArray<AppSnapshot> Apps { get; init; } = [];

    /// <summary>The workers' task queue; null until it was read.</summary>
    public QueueSnapshot? Queue { get; init; }

    /// <summary>How far the copies of documents are; null until it was read.</summary>
    public ReplicationSnapshot? Replication { get; init; }

    /// <summary>The public addresses.</summary>
    public ImmutableArray<EndpointSnapshot> Endpoints { get; init; } = [];

    /// <summary>Cost and availability; null until they were reckoned.</summary>
    public LedgerSnapshot? Ledger { get; init; }

    /// <summary>Who is asked, and whether they answer.</summary>
    public ImmutableArray<SourceSnapshot> Sources { get; init; } = [];

    /// <summary>The same with one source read or failed.</summary>
    public PlatformStatus With(SourceSnapshot source) =>
        this with { Sources = [.. Sources.Select(known => known.Name == source.Name ? source : known)] };
}

/// <summary>One of those who are asked.</summary>
/// <param name="Name">Which, as a person says it.</param>
/// <param name="Period">How often it is asked.</param>
internal sealed record SourceSnapshot(string Name, TimeSpan Period)
{
    /// <summary>When it last answered; null: never yet.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Since when it does not answer; null while it does.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>What went wrong when it was asked last.</summary>
    public string? Error { get; init; }
}

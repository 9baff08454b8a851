using System.Collections.Immutable;

namespace PipAi.Operations.Restores;

/// <summary>What a restore does, key by key, before anything is done.</summary>
/// <param name="Goal">What is to be put back.</param>
/// <param name="Steps">A step for each key that any region knows, in the order of the keys.</param>
internal sealed record RestorePlan(RestoreGoal Goal, ImmutableArray<RestoreStep> Steps)
{
    /// <summary>What was overwritten or deleted before this time may be gone; null where every version is kept.</summary>
    public DateTimeOffset? KeptSince { get; init; }

    /// <summary>Regions that could not be read, with the reason: what only they have is not in the plan.</summary>
    public ImmutableSortedDictionary<string, string> Unread { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>AWS Backup's way to a time before that; null where the stack declares none.</summary>
    public RecoveryPoint? Backup { get; init; }

    /// <summary>What changes something.</summary>
    public IEnumerable<RestoreStep> Changes => Steps.Where(step => step.Action is RestoreAction.Copy or RestoreAction.Delete);

    /// <summary>The steps of a kind.</summary>
    public IEnumerable<RestoreStep> Of(RestoreAction action) => Steps.Where(step => step.Action == action);

    /// <summary>Bytes that are copied.</summary>
    public long Bytes => Of(RestoreAction.Copy).Sum(step => step.Version!.Size);

    /// <summary>
    /// Whether the time lies before that from which every version is kept: of what was deleted earlier there may be no trace.
    /// </summary>
    public bool IsBeforeKept => Goal.At < KeptSince;
}

/// <summary>How far a restore has come.</summary>
/// <param name="Done">Steps that are done.</param>
/// <param name="All">All of them.</param>
internal sealed record RestoreProgress(int Done, int All);

/// <summary>What a restore did.</summary>
internal sealed record RestoreResult
{
    /// <summary>Objects that were written again.</summary>
    public required int Copied { get; init; }

    /// <summary>Objects that were deleted, by a marker.</summary>
    public required int Deleted { get; init; }

    /// <summary>Bytes that were copied.</summary>
    public required long Bytes { get; init; }

    /// <summary>Steps that were not begun: it was stopped.</summary>
    public required int Left { get; init; }

    /// <summary>Keys that could not be put back, with the reason.</summary>
    public required ImmutableSortedDictionary<string, string> Failed { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Took { get; init; }
}

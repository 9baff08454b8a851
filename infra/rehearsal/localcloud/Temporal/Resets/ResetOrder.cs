using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Resets;

/// <summary>How a run is to be reset.</summary>
internal sealed record ResetOrder
{
    /// <summary>The event at which its history is cut: the end of a workflow task, or where it would be.</summary>
    public required long FinishEventId { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The request, which a client might repeat.</summary>
    public required string RequestId { get; init; }

    /// <summary>Whether signals after that event are given to the new run.</summary>
    public bool KeepsSignals { get; init; } = true;

    /// <summary>Whether updates after that event are given to the new run.</summary>
    public bool KeepsUpdates { get; init; } = true;

    /// <summary>With what is not to be kept.</summary>
    public ResetOrder Without(ResetReapplyType kept, IEnumerable<ResetReapplyExcludeType> excluded)
    {
        var dropped = excluded.ToHashSet();
        return this with
        {
            KeepsSignals = kept != ResetReapplyType.None && !dropped.Contains(ResetReapplyExcludeType.Signal),
            KeepsUpdates = kept is not (ResetReapplyType.None or ResetReapplyType.Signal)
                && !dropped.Contains(ResetReapplyExcludeType.Update),
        };
    }
}

namespace EmbeddedPulumi.Engine.Operations;

/// <summary>What every operation can be told.</summary>
public abstract record OperationOptions
{
    /// <summary>Which resources may change; all by default.</summary>
    public ResourceSelection Resources { get; init; } = ResourceSelection.All;

    /// <summary>
    /// The second Ctrl-C. The operation's own token lets calls in flight finish and saves; this one stops at once and leaves the
    /// intents of those calls in the state.
    /// </summary>
    public CancellationToken ForcedStop { get; init; }

    /// <summary>A message for the stack's history; empty by default.</summary>
    public string Message { get; init; } = "";
}

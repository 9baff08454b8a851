using System.Collections.Immutable;

namespace EmbeddedPulumi.Engine;

/// <summary>What every operation can be told.</summary>
public abstract record OperationOptions
{
    /// <summary>Only these resources change: URNs, in which <c>*</c> and <c>**</c> stand for any text. Empty: all.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Whether what depends on a target is a target too; false by default.</summary>
    public bool TargetDependents { get; init; }

    /// <summary>
    /// The second Ctrl-C. The operation's own token lets calls in flight finish and saves; this one stops at once and leaves the
    /// intents of those calls in the state.
    /// </summary>
    public CancellationToken StopNow { get; init; }

    /// <summary>A message for the stack's history; empty by default.</summary>
    public string Message { get; init; } = "";
}

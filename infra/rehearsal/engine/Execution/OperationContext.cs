using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Journaling;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>What all parts of one operation share.</summary>
internal sealed class OperationContext
{
    private readonly Lock gate = new();
    private readonly List<Step> steps = [];
    private ExitCategory? failure;

    public required OpenedStack Stack { get; init; }

    /// <summary>Nothing is written and no provider changes anything.</summary>
    public required bool Preview { get; init; }
    public required Journal Journal { get; init; }

    /// <summary>The state before the operation.</summary>
    public required StackState Origin { get; init; }
    public required TargetSet Targets { get; init; }

    /// <summary>The first Ctrl-C: begin nothing new.</summary>
    public required CancellationToken GracefulStop { get; init; }

    /// <summary>The second Ctrl-C: do not wait for calls in flight either.</summary>
    public required CancellationToken ForcedStop { get; init; }

    public EventStream Events => Stack.Events;

    public SecretMask Mask => Stack.Mask;

    /// <summary>How many provider calls may be in flight.</summary>
    public required SemaphoreSlim Slots { get; init; }

    /// <summary>Why the operation fails; null as long as all is well.</summary>
    public ExitCategory? Failure
    {
        get
        {
            lock (gate) return failure;
        }
    }

    /// <summary>A message of severity error was logged.</summary>
    public bool ErrorLogged { get; private set; }

    /// <summary>An update begins nothing new after an error; a preview goes on to show as much as it can.</summary>
    public bool BeginsNothingNew =>
        GracefulStop.IsCancellationRequested || ForcedStop.IsCancellationRequested || (!Preview && Failure is not null);

    public void NoteError() => ErrorLogged = true;

    /// <summary>The first reason counts: later ones are mostly its consequences.</summary>
    public void Fail(ExitCategory category)
    {
        // A call that was broken off fails, but not for a reason of its own.
        lock (gate) failure ??= ForcedStop.IsCancellationRequested ? ExitCategory.Cancelled : category;
    }

    public void Error(ExitCategory category, string message, string? urn = null)
    {
        Fail(category);
        NoteError();
        // What has no URN yet is of none.
        Events.Log(new Diagnostic(DiagnosticSeverity.Error, message, urn is "" ? null : urn));
    }

    public void Record(Step step)
    {
        lock (gate) steps.Add(step);
    }

    public ImmutableArray<Step> Steps
    {
        get
        {
            lock (gate) return [.. steps];
        }
    }
}

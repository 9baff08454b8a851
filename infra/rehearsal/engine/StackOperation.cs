using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine;

/// <summary>The work of one operation in its session.</summary>
/// <param name="session">The session, opened for this operation alone.</param>
/// <param name="options">What the operation was told.</param>
/// <param name="preview">Whether nothing is changed.</param>
/// <param name="stopping">The first Ctrl-C.</param>
internal sealed class StackOperation(StackSession session, OperationOptions options, bool preview, CancellationToken stopping)
{
    private StackContext Context => session.Stack.Context;

    private EventStream Events => session.Stack.Events;

    /// <summary>Runs the program once, does what it asks for, and deletes what it does not register any more.</summary>
    public async Task UpdateAsync()
    {
        var program = await session.BeginAsync(preview, runProgram: true, options, stopping);
        await ProgramExit.AwaitAsync(session, program!);
        Events.EndPhase(Phase.Registration, session.Progress.FirstCall ?? session.Progress.Start);
        var unclaimed = session.Table.Unclaimed;
        await DeleteAsync(state => unclaimed.Contains(state.Urn));
        StoreOutputs();
    }

    /// <summary>Deletes all resources; the program is not run.</summary>
    public async Task DestroyAsync()
    {
        RequireState();
        await session.BeginAsync(preview, runProgram: false, options, stopping);
        await using var now = options.ForcedStop.Register(() => _ = session.CancelProvidersAsync());
        await DeleteAsync(_ => true);
    }

    /// <summary>Reads all resources; the program is not run.</summary>
    /// <param name="acceptLoss">Whether it is believed that everything of a provider is gone.</param>
    public async Task RefreshAsync(bool acceptLoss)
    {
        RequireState();
        await session.BeginAsync(preview, runProgram: false, options, stopping);
        await new RefreshPhase(session.Run, session.Providers, acceptLoss).RunAsync();
        NoteStop();
    }

    /// <summary>
    /// Does work that changes the stack: under its lock, with a copy of the state from before, and an entry in its history.
    /// </summary>
    public async Task<UpdateResult> LockedAsync(string kind, Func<Task> work, bool expectNoChanges)
    {
        using var held = new StackLocks(session.Paths, Context).Take(left => Events.Log(new Diagnostic(
            DiagnosticSeverity.Warning, $"The stack was locked by {left.Owner}. That process no longer runs: its lock was taken over.",
            null)));
        var start = Context.Time.GetUtcNow();
        session.Store.BackUp();
        await work();
        await session.Run.Journal.SaveAsync();
        Events.EndPhase(new PhaseTiming(Phase.Save, TimeSpan.Zero, session.Run.Journal.Writing));
        var entry = new HistoryEntry(kind, options.Message, start, session.Run.Failure is null, session.Plan.Summary);
        var version = new HistoryLog(session.Paths, Context).Add(entry, session.Stack.Config);
        return OperationResults.Update(session, expectNoChanges, version);
    }

    private async Task DeleteAsync(Func<ResourceState, bool> toDelete)
    {
        var begun = Events.Elapsed;
        if (session.Run.Failure is null) await new DeletionPhase(session.Run, session.Executor).RunAsync(toDelete);
        NoteStop();
        Events.EndPhase(Phase.Deletion, begun);
        CheckTargets();
    }

    private void NoteStop()
    {
        if (stopping.IsCancellationRequested || options.ForcedStop.IsCancellationRequested) session.Run.Fail(ExitCategory.Cancelled);
    }

    private void RequireState()
    {
        if (session.Store.Exists) return;
        throw new EngineException(
            ExitCategory.StackNotFound,
            ErrorCodes.StackNotFound,
            $"The stack '{Context.StackName}' has no state in '{session.Paths.Root}': nothing was ever deployed.",
            $"{Context.CommandName} up --stack {Context.StackName}");
    }

    private void CheckTargets()
    {
        // What is left out although the program wants it has no step, but it is known.
        var known = session.Run.Origin.Resources.Select(state => state.Urn).Concat(session.Run.Steps.Select(step => step.Urn))
            .Concat(session.Table.Skipped).ToHashSet(StringComparer.Ordinal);
        var selection = options.Resources;
        foreach (var (option, patterns) in new[]
        {
            ("--target", selection.Targets),
            ("--replace", selection.Replaces),
            ("--exclude", selection.Excludes),
        })
            foreach (var pattern in patterns)
            {
                var alone = new TargetSet(new ResourceSelection { Targets = [pattern] });
                if (!known.Any(alone.IsNamed))
                    session.Run.Error(ExitCategory.Configuration, $"No resource is named by {option} '{pattern}'.");
            }
    }

    /// <summary>After success the stack has the program's outputs; after a failure also the ones it had.</summary>
    private void StoreOutputs()
    {
        var urn = session.Registrations.StackUrn;
        if (session.Table.Find(urn) is not { State: { } stack } || session.Registrations.Outputs.Of(urn) is not { } declared) return;
        var outputs = session.Run.Failure is null
            ? declared.Where((_, value) => value is not PropertyValue.Null)
            : PropertyMap.From(
                stack.Outputs.Concat(declared.Where((_, value) => value is not PropertyValue.Null && !value.ContainsUnknowns)));
        var now = stack with { Outputs = outputs };
        session.Run.Journal.Exchange(stack, now);
        session.Table.Complete(urn, now, null);
    }
}

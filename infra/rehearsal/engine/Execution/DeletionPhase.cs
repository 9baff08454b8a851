using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>Deletes resources that the program no longer registers, and predecessors of replaced ones.</summary>
internal sealed class DeletionPhase(OperationContext run, StepExecutor executor)
{
    /// <param name="isToDelete">Whether a resource of the old state, not replaced, goes.</param>
    public async Task RunAsync(Func<ResourceState, bool> isToDelete)
    {
        var current = run.Journal.Current.Resources;
        var toDelete = current.Where(state => state.Delete || isToDelete(state)).ToHashSet();
        Spare(current, toDelete);
        if (!CheckProtected(toDelete)) return;
        run.Events.Publish(
            new EngineEvent.Deleting(
                toDelete.Count(
                    state =>
                        StepFor(state, goesWithAnother: false).Op is StepOp.Delete && !Step.IsDefaultProvider(state.Type, state.Name))));

        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var wave in DeletionOrder.Waves(current, toDelete))
        {
            if (run.GracefulStop.IsCancellationRequested || run.ForcedStop.IsCancellationRequested) return;
            // What could not be deleted still needs what it refers to.
            var possible = wave.Where(state => !needed.Contains(state.Urn)).ToArray();
            foreach (var spared in wave.Except(possible)) needed.UnionWith(spared.References());
            var outcomes = await Task.WhenAll(
                possible.Select(state => executor.ExecuteAsync(StepFor(state, GoesWithAnother(state, toDelete)))));
            for (var i = 0; i < possible.Length; i++)
            {
                if (!outcomes[i].Succeeded) needed.UnionWith(possible[i].References());
            }
        }
    }

    /// <summary>A predecessor lived in any version of its host, what was not replaced lives in the newest one.</summary>
    private static bool GoesWithAnother(ResourceState state, IEnumerable<ResourceState> toDelete) =>
        state.DeletedWith.Length > 0 && toDelete.Any(host => host.Urn == state.DeletedWith && (state.Delete || !host.Delete));

    private static PlannedStep StepFor(ResourceState state, bool goesWithAnother)
    {
        var op = state switch
        {
            { PendingReplacement: true } => StepOp.RemovePendingReplace,
            { External: true, Delete: true } => StepOp.DiscardReplaced,
            { External: true } => StepOp.Discard,
            { Delete: true } => StepOp.DeleteReplaced,
            _ => StepOp.Delete,
        };
        return new PlannedStep(op, state, null, Change.None with { Any = true, GoesWithAnother = goesWithAnother });
    }

    /// <summary>Outside the targets nothing goes, nor anything that such a resource needs.</summary>
    private void Spare(ImmutableArray<ResourceState> current, HashSet<ResourceState> toDelete)
    {
        if (run.Targets.All) return;
        foreach (var state in current) run.Targets.NoteReferences(state.Urn, state.References());
        toDelete.RemoveWhere(state => !run.Targets.IsNamed(state.Urn));
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var state in current.Reverse())
        {
            if (needed.Contains(state.Urn) && toDelete.Remove(state))
            {
                if (state.Delete)
                    run.Events.Log(
                        new Diagnostic(
                            DiagnosticSeverity.Warning, "The replaced resource stays until what depends on it is updated, too.",
                            state.Urn));
                // What an excluded one needs simply stays with it.
                else if (run.Targets.NamesTargets)
                    run.Error(
                        ExitCategory.Resource,
                        $"'{state.Name}' cannot be deleted alone: other resources depend on it. Name them too, or target its dependents.",
                        state.Urn);
            }

            if (!toDelete.Contains(state)) needed.UnionWith(state.References());
        }
    }

    /// <summary>All protected resources are named together, before anything is deleted.</summary>
    private bool CheckProtected(HashSet<ResourceState> toDelete)
    {
        // Whether a predecessor may go was decided when it was replaced: its mark is that of a resource which is no more.
        var refused = toDelete.Where(state => state is { Protect: true, Delete: false }).OrderBy(state => state.Urn, StringComparer.Ordinal)
            .ToArray();
        foreach (var state in refused)
        {
            run.Error(
                ExitCategory.Resource,
                $"'{state.Name}' cannot be deleted, because it is protected. Take off its 'protect' option in the program and run an "
                    + $"update first.",
                state.Urn);
        }

        return refused.Length == 0;
    }
}

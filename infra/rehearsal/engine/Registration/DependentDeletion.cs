using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>
/// Before a resource is deleted to be replaced, what cannot live without it is deleted, to be created again when the program asks.
/// </summary>
internal sealed class DependentDeletion(OperationContext run, ResourceTable table, ProviderRegistry providers, StepExecutor executor)
{
    /// <summary>Deletes the dependents; false when one of the deletions failed.</summary>
    public async Task<bool> DeleteAsync(ResourceState root)
    {
        var toDelete = await FindAsync(root);
        foreach (var dependent in Enumerable.Reverse(toDelete))
        {
            if (dependent.Protect)
            {
                run.Error(
                    ExitCategory.Resource,
                    $"'{dependent.Name}' must be replaced with '{root.Name}', but it is protected. Take off its 'protect' option in the "
                        + $"program and run an update first.",
                    dependent.Urn);
                return false;
            }

            var change = Change.None with
            {
                Any = true,
                Replace = true,
                ReplaceKeys = [.. ReasonsIn(dependent, root.Urn)],
                GoesWithAnother = dependent.DeletedWith == root.Urn || toDelete.Any(other => other.Urn == dependent.DeletedWith),
            };
            if (!await DeleteAsync(dependent, change)) return false;
        }

        return true;
    }

    private async Task<bool> DeleteAsync(ResourceState dependent, Change change)
    {
        var done = new TaskCompletionSource<ResourceState?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!table.TryDeleteFirst(dependent, done.Task)) return true;
        try
        {
            var outcome = await executor.ExecuteAsync(new PlannedStep(StepOp.DeleteReplaced, dependent, null, change));
            done.SetResult(outcome.State);
            if (!outcome.Succeeded) return false;
        }
        catch (Exception error)
        {
            // The dependent's own registration awaits this task: without the error it would hang.
            done.TrySetException(error);
            _ = done.Task.Exception;
            throw;
        }

        table.NoteReplaced(dependent.Urn);
        return true;
    }

    private static IEnumerable<string> ReasonsIn(ResourceState dependent, string urn) =>
        dependent.PropertyDependencies.Where(entry => entry.Value.Contains(urn)).Select(entry => entry.Key);

    /// <summary>In the order of the state, so that each follows what it depends on.</summary>
    private async Task<List<ResourceState>> FindAsync(ResourceState root)
    {
        var affected = new HashSet<string>(StringComparer.Ordinal) { root.Urn };
        var toDelete = new List<ResourceState>();
        foreach (var state in run.Origin.Resources)
        {
            if (state == root || state.Delete || !table.IsUntouched(state)) continue;
            if (!await IsDoomedAsync(state, affected)) continue;
            affected.Add(state.Urn);
            toDelete.Add(state);
        }

        return toDelete;
    }

    private async Task<bool> IsDoomedAsync(ResourceState state, HashSet<string> affected)
    {
        if (state.Provider.Length > 0 && affected.Contains(ResourceState.ProviderUrn(state.Provider))) return true;
        if (affected.Contains(state.DeletedWith) || state.ReplaceWith.Any(affected.Contains)) return true;
        if (!state.Custom || state.External || state.IsProvider) return false;
        var unknown = state.PropertyDependencies.Where(entry => entry.Value.Any(affected.Contains)).Select(entry => entry.Key).ToArray();
        if (unknown.Length == 0) return false;
        var inputs = unknown.Where(state.Inputs.ContainsKey).Aggregate(
            state.Inputs, (map, key) => map.With(key, PropertyValue.Unknown.Value));
        try
        {
            var provider = await providers.GetAsync(state.Provider);
            var answer = await provider.DiffAsync(state, inputs, state.IgnoreChanges, run.ForcedStop);
            return Change.Between(state, state with { Inputs = inputs }, answer).Replace;
        }
        catch (ProviderException error)
        {
            run.Error(ExitCategory.Resource, error.Message, state.Urn);
            return false;
        }
    }
}

using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Journaling;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>
/// Calls of an earlier run whose outcome is not known are looked into before anything else, and never repeated:
/// a resource whose deletion was interrupted is read: it is there, or it is gone;
/// one whose update was interrupted counts as not ready, which makes the next update certain;
/// a creation left no id to look with: it stays noted until this program's own creation settles it (<see cref="Journal.Settle"/>).
/// What stays in doubt is told, and stops nothing else.
/// </summary>
/// <param name="events">Gets a warning for each.</param>
/// <param name="providers">Say whether something is there.</param>
/// <param name="save">Writes a state durably; in a plan, which looks just the same, it keeps nothing.</param>
internal sealed class InterruptedCalls(EventStream events, ProviderRegistry providers, Func<StackState, Task> save)
{
    /// <summary>The state with every such call settled; those that are still in doubt stay in its intents, each once.</summary>
    public async Task<StackState> SettleAsync(StackState origin, CancellationToken forcedStop)
    {
        var state =
            origin with { Intents = [.. origin.Intents.DistinctBy(intent => (intent.Kind, intent.Resource.Urn, intent.Resource.Inputs))] };
        foreach (var intent in state.Intents)
        {
            state = await SettleAsync(state, intent, forcedStop);
            await Task.Run(() => save(state), CancellationToken.None);
        }

        return state;
    }

    private async Task<StackState> SettleAsync(StackState state, Intent intent, CancellationToken forcedStop)
    {
        var settled = state with { Intents = state.Intents.Remove(intent) };
        switch (intent.Kind)
        {
            case "creating":
                Warn(
                    intent,
                    "It may exist at its provider, unknown to the state. What still wants it makes it again, and takes over what it "
                        + "finds by name.");
                return state;
            case "updating":
                Warn(intent, "It is updated again.");
                return Changed(settled, intent.Resource, old => old with { InitErrors = ["an update was interrupted"] });
            case "deleting":
                return await LookForAsync(state, settled, intent, forcedStop);
            default:
                Warn(intent, "Nothing was changed by that.");
                return settled;
        }
    }

    private async Task<StackState> LookForAsync(StackState state, StackState settled, Intent intent, CancellationToken forcedStop)
    {
        var toDelete = intent.Resource;
        try
        {
            var provider = await providers.GetAsync(toDelete.Provider);
            if ((await provider.ReadAsync(toDelete, forcedStop)).Id.Length > 0)
            {
                Warn(intent, "It is still there.");
                return settled;
            }

            Warn(intent, "It is gone.");
            // What refers to it still does, so a mark stays until the program has had its say.
            return Changed(settled, toDelete, gone => gone with { PendingReplacement = true });
        }
        catch (Exception error) when (error is ProviderException or EngineException)
        {
            Warn(intent, $"Whether it is gone cannot be found out: {error.Message}");
            return state;
        }
    }

    private void Warn(Intent intent, string outcome) => events.Log(new Diagnostic(
        DiagnosticSeverity.Warning, $"An earlier run was interrupted while {intent.Kind} '{intent.Resource.Name}'. {outcome}",
        intent.Resource.Urn));

    private static StackState Changed(StackState state, ResourceState resource, Func<ResourceState, ResourceState> change) => state with
    {
        Resources = [.. state.Resources.Select(
            candidate => candidate.Urn == resource.Urn && candidate.Id == resource.Id ? change(candidate) : candidate)],
    };
}

using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>
/// Calls of an earlier run whose outcome is not known are looked into before anything else, so that the rest of the engine deals
/// only with what is certain:
/// a creation is repeated with the same inputs, because only the provider can find what it left, and does so then;
/// a resource whose deletion was interrupted is read: it is there, or it is gone;
/// one whose update was interrupted counts as not ready, which makes the next update certain.
/// </summary>
internal sealed class InterruptedCalls(EventStream events, ProviderRegistry providers, Func<StackState, Task> save)
{
    /// <summary>The state with every such call settled; those that are still in doubt stay in its intents.</summary>
    public async Task<StackState> SettleAsync(StackState origin, CancellationToken stopNow)
    {
        var state = origin;
        foreach (var intent in origin.Intents)
        {
            events.Say(new Diagnostic(
                DiagnosticSeverity.Warning, $"An earlier run was interrupted while {intent.Kind} '{intent.Resource.Name}'.", intent.Resource.Urn));
            state = await SettleAsync(state, intent, stopNow);
            await Task.Run(() => save(state), CancellationToken.None);
        }

        return state;
    }

    private async Task<StackState> SettleAsync(StackState state, Intent intent, CancellationToken stopNow)
    {
        var settled = state with { Intents = state.Intents.Remove(intent) };
        try
        {
            return intent.Kind switch
            {
                "creating" => await CompleteAsync(settled, intent.Resource, stopNow),
                "deleting" => await LookForAsync(settled, intent.Resource, stopNow),
                "updating" => Changed(settled, intent.Resource, old => old with { InitErrors = ["an update was interrupted"] }),
                _ => settled,
            };
        }
        catch (ProviderException error)
        {
            // A refusal now does not tell what happened then.
            events.Say(new Diagnostic(
                DiagnosticSeverity.Error, $"What became of '{intent.Resource.Name}' cannot be found out: {error.Message}", intent.Resource.Urn));
            return state;
        }
    }

    private async Task<StackState> CompleteAsync(StackState state, ResourceState wanted, CancellationToken stopNow)
    {
        var provider = await providers.GetAsync(wanted.Provider);
        try
        {
            var (id, outputs) = await provider.CreateAsync(wanted, preview: false, stopNow);
            return Adopted(state, wanted with { Id = id, Outputs = SecretMarks.Add(outputs, wanted.AdditionalSecretOutputs) });
        }
        catch (ProviderException error) when (error.Partial is { Id.Length: > 0 } partial)
        {
            return Adopted(state, wanted with { Id = partial.Id, Outputs = SecretMarks.Keep(partial.Outputs, wanted.Inputs), InitErrors = partial.Reasons });
        }
    }

    /// <summary>The resource takes the place of the one it was to replace, if there is one.</summary>
    private static StackState Adopted(StackState state, ResourceState adopted)
    {
        // Nothing was left behind if the provider took up what the stack has anyway; but what it is like now, only an update makes certain.
        if (state.Resources.FirstOrDefault(resource => resource.Type == adopted.Type && resource.Id == adopted.Id && !resource.PendingReplacement) is { } taken)
            return taken.Inputs.Equals(adopted.Inputs) ? state : Changed(state, taken, known => known with { InitErrors = ["an interrupted creation took it up"] });
        var old = state.Resources.FirstOrDefault(resource => resource.Urn == adopted.Urn && !resource.Delete);
        var others = state.Resources;
        if (old is not null) others = old.PendingReplacement ? others.Remove(old) : others.Replace(old, old with { Delete = true });
        return state with { Resources = StateOrder.Sorted(others.Add(adopted)) };
    }

    private async Task<StackState> LookForAsync(StackState state, ResourceState doomed, CancellationToken stopNow)
    {
        var provider = await providers.GetAsync(doomed.Provider);
        try
        {
            if ((await provider.ReadAsync(doomed, stopNow)).Id.Length > 0) return state;
        }
        catch (ProviderException error) when (error.NotOffered)
        {
            // It cannot be looked for, so it is made certain.
            await provider.DeleteAsync(doomed, stopNow);
        }

        // What refers to it still does, so a mark stays until the program has had its say.
        return Changed(state, doomed, gone => gone with { PendingReplacement = true });
    }

    private static StackState Changed(StackState state, ResourceState resource, Func<ResourceState, ResourceState> change) => state with
    {
        Resources = [.. state.Resources.Select(candidate => candidate.Urn == resource.Urn && candidate.Id == resource.Id ? change(candidate) : candidate)],
    };
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>Reads every resource from its provider and stores what is there now.</summary>
/// <param name="run">The operation.</param>
/// <param name="providers">Say what is there.</param>
/// <param name="acceptLoss">Whether it is believed that everything of a provider is gone.</param>
internal sealed class RefreshPhase(OperationContext run, ProviderRegistry providers, bool acceptLoss)
{
    private readonly ConcurrentBag<ResourceState> gone = [];
    private readonly ConcurrentDictionary<string, bool> found = new(StringComparer.Ordinal);

    public async Task RunAsync()
    {
        var named = run.Origin.Resources.Where(state => run.Targets.IsNamed(state.Urn)).ToArray();
        var real = named.Where(
            state => state is { Custom: true, IsProvider: false, PendingReplacement: false, Id.Length: > 0, Provider.Length: > 0 })
                .ToHashSet();
        // Components and providers never differ; they count as unchanged, as in Pulumi.
        foreach (var state in named.Where(state => !real.Contains(state))) Report(new PlannedStep(StepOp.Same, state, state, Change.None));
        await Task.WhenAll(real.Select(RefreshAsync));
        foreach (var lost in gone.GroupBy(state => state.Provider, StringComparer.Ordinal)) Lose([.. lost]);
        if (!run.Preview) await run.Journal.SaveAsync();
    }

    private async Task RefreshAsync(ResourceState old)
    {
        await run.Slots.WaitAsync(run.ForcedStop);
        try
        {
            if (run.GracefulStop.IsCancellationRequested) return;
            run.Events.Publish(new EngineEvent.StepStarted(StepView.Of(new PlannedStep(StepOp.Refresh, old, old, Change.None))));
            var provider = await providers.GetAsync(old.Provider);
            await StoreAsync(old, await provider.ReadAsync(old, run.ForcedStop), provider);
        }
        catch (Exception error) when (error is ProviderException or EngineException)
        {
            var view = StepView.Of(new PlannedStep(StepOp.Refresh, old, old, Change.None));
            run.Fail(ExitCategory.Resource);
            run.Record(view);
            run.Events.Failed(view, error.Message);
        }
        finally
        {
            run.Slots.Release();
        }
    }

    private async Task StoreAsync(ResourceState old, ReadAnswer answer, Provider provider)
    {
        if (answer.Id.Length == 0)
        {
            gone.Add(old);
            return;
        }

        found[old.Provider] = true;
        if (!answer.Errors.IsEmpty)
            run.Events.Log(
                new Diagnostic(
                    DiagnosticSeverity.Warning, $"'{old.Name}' is there, but is not ready: {string.Join("; ", answer.Errors)}", old.Urn));
        var (now, changed) = Now(old, answer, run);
        var differences = PropertyDiff.Between(old.Outputs, now.Outputs);
        if (!changed && old.InitErrors.SequenceEqual(answer.Errors) && old.RefreshBeforeUpdate == answer.RefreshBeforeUpdate)
        {
            Report(new PlannedStep(StepOp.Same, old, old, Change.None));
            return;
        }

        var drifted = changed && await IsDriftAsync(old, now, provider);
        run.Journal.Exchange(old, now);
        Report(new PlannedStep(drifted ? StepOp.Update : StepOp.Same, old, now, Change.None with
        {
            Any = drifted,
            Diffs = [.. differences.Keys.Select(path => PropertyPath.Parse(path).TopLevel).Distinct()],
            Details = differences.Select(entry => KeyValuePair.Create(entry.Key, entry.Value with { InputDiff = false }))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
        }));
    }

    /// <summary>A resource as its provider says it is, and whether that differs from what was stored.</summary>
    public static (ResourceState State, bool Changed) Now(ResourceState old, ReadAnswer answer, OperationContext run)
    {
        var inputs = answer.Inputs ?? old.Inputs;
        var outputs = SecretPropagation.Add(answer.Outputs, old.AdditionalSecretOutputs.Where(key => key != "id"));
        run.Mask.Learn(outputs);
        var changed = answer.Id != old.Id || !PropertyDiff.SameMaps(old.Outputs, outputs) || !PropertyDiff.SameMaps(old.Inputs, inputs);
        var now = old with
        {
            Id = answer.Id,
            Inputs = inputs,
            Outputs = outputs,
            InitErrors = answer.Errors,
            RefreshBeforeUpdate = answer.RefreshBeforeUpdate,
            Modified = changed ? run.Stack.Context.Time.GetUtcNow() : old.Modified,
        };
        return (now, changed);
    }

    /// <summary>One thing may be gone. All of a provider at once is doubt, not fact.</summary>
    private void Lose(ResourceState[] lost)
    {
        if (lost.Length > 1 && !acceptLoss && !found.ContainsKey(lost[0].Provider))
        {
            var provider = Urn.Parse(ResourceState.ProviderUrn(lost[0].Provider)).Type[TypeTokens.ProviderPrefix.Length..];
            foreach (var state in lost) run.Record(StepView.Of(new PlannedStep(StepOp.Refresh, state, state, Change.None)));
            run.Error(ExitCategory.Resource,
                $"All {lost.Length} resources of the provider '{provider}' are gone, as they would be under a wrong account, "
                    + $"organisation or token. Nothing was changed. "
                + $"If they really are: {run.Stack.Context.CommandName} refresh --accept-loss --stack {run.Stack.Context.StackName}");
            return;
        }

        foreach (var state in lost)
        {
            // What is gone of two of one name leaves the other to those that refer to it.
            if (run.Origin.Resources.Count(other => other.Urn == state.Urn) > 1) run.Journal.Remove(state, null);
            else run.Journal.RemoveWithReferences(state);
            Report(new PlannedStep(StepOp.Delete, state, null, Change.None with { Any = true }));
        }
    }

    /// <summary>
    /// Whether an update would set right what was found; what only the provider says of itself, such as a check's last result, is stored
    /// and no change.
    /// </summary>
    private async Task<bool> IsDriftAsync(ResourceState old, ResourceState now, Provider provider)
    {
        if (old.External) return true;
        var answer = await provider.DiffAsync(now, old.Inputs, old.IgnoreChanges, run.ForcedStop);
        return answer.Changed ?? !PropertyDiff.SameMaps(now.Inputs, old.Inputs);
    }

    private void Report(PlannedStep step)
    {
        var view = StepView.Of(step);
        run.Record(view);
        run.Events.Publish(new EngineEvent.StepDone(view, TimeSpan.Zero));
    }
}

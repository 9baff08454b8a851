using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>Reads every resource from its provider and stores what is there now.</summary>
internal sealed class RefreshPhase(OperationRun run, ProviderRegistry providers)
{
    public async Task RunAsync()
    {
        var named = run.Origin.Resources.Where(state => !state.Delete && run.Targets.IsNamed(state.Urn)).ToArray();
        var real = named.Where(state => state is { Custom: true, IsProvider: false, PendingReplacement: false, Id.Length: > 0, Provider.Length: > 0 }).ToHashSet();
        // Components and providers never differ; they count as unchanged, as in Pulumi.
        foreach (var state in named.Where(state => !real.Contains(state))) Report(new PlannedStep(StepOp.Same, state, state, Change.None));
        await Task.WhenAll(real.Select(RefreshAsync));
        if (!run.Preview) await run.Journal.SaveAsync();
    }

    private async Task RefreshAsync(ResourceState old)
    {
        await run.Slots.WaitAsync(run.StopNow);
        try
        {
            if (run.Stopping.IsCancellationRequested) return;
            run.Events.Tell(new EngineEvent.StepStarted(StepView.Of(new PlannedStep(StepOp.Refresh, old, old, Change.None))));
            var provider = await providers.GetAsync(old.Provider);
            await StoreAsync(old, await provider.ReadAsync(old, run.StopNow), provider);
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
            run.Journal.Forsake(old);
            Report(new PlannedStep(StepOp.Delete, old, null, Change.None with { Any = true }));
            return;
        }

        var inputs = answer.Inputs ?? old.Inputs;
        var outputs = SecretMarks.Add(answer.Outputs, old.AdditionalSecretOutputs.Where(key => key != "id"));
        var differences = PropertyDiff.Between(old.Outputs, outputs);
        var changed = !differences.IsEmpty || answer.Id != old.Id || !PropertyDiff.SameMaps(old.Inputs, inputs);
        if (!changed && old.InitErrors.SequenceEqual(answer.Errors))
        {
            Report(new PlannedStep(StepOp.Same, old, old, Change.None));
            return;
        }

        var now = old with
        {
            Id = answer.Id,
            Inputs = inputs,
            Outputs = outputs,
            InitErrors = answer.Errors,
            Modified = changed ? run.Context.Time.GetUtcNow() : old.Modified,
        };
        run.Mask.Learn(outputs);
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

    /// <summary>Whether an update would set right what was found; what only the provider says of itself, such as a check's last result, is stored and no change.</summary>
    private async Task<bool> IsDriftAsync(ResourceState old, ResourceState now, Provider provider)
    {
        if (old.External) return true;
        var answer = await provider.DiffAsync(now, old.Inputs, old.IgnoreChanges, run.StopNow);
        return answer.Changed ?? !PropertyDiff.SameMaps(now.Inputs, old.Inputs);
    }

    private void Report(PlannedStep step)
    {
        var view = StepView.Of(step);
        run.Record(view);
        run.Events.Tell(new EngineEvent.StepDone(view, TimeSpan.Zero));
    }
}

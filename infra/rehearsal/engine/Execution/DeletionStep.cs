using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>Takes one resource out of the state, and asks its provider to delete it where that is called for.</summary>
internal sealed class DeletionStep(OperationContext run, ProviderRegistry providers)
{
    public async Task<StepOutcome> RunAsync(PlannedStep step)
    {
        var old = step.Old!;
        // What a delete-before-replace deletes stays in the state as a mark until it is created again.
        var left = step.Op == StepOp.DeleteReplaced && !old.Delete ? old with { PendingReplacement = true } : null;
        // A provider that took up a resource under another name must not be told to delete it under this one.
        var spared = CallsProvider(step) && run.Journal.RemoveIfShared(old, left);
        if (run.Preview || !CallsProvider(step)) run.Journal.Remove(old, left);
        else if (!spared) await CallAsync(old, left);
        await run.Journal.SaveAsync();
        return new StepOutcome(true, left) { Spared = spared };
    }

    private async Task CallAsync(ResourceState old, ResourceState? left)
    {
        var provider = await providers.GetAsync(old.Provider);
        await run.Slots.WaitAsync(run.ForcedStop);
        try
        {
            var intent = run.Journal.Begin("deleting", old);
            await run.Journal.SaveAsync();
            try
            {
                await provider.DeleteAsync(old, run.ForcedStop);
            }
            catch (ProviderException error)
            {
                if (!error.OutcomeUnknown) run.Journal.End(intent);
                await run.Journal.SaveAsync();
                throw;
            }

            run.Journal.Together(() =>
            {
                run.Journal.EndDeletions(old);
                run.Journal.Remove(old, left);
            });
        }
        finally
        {
            run.Slots.Release();
        }
    }

    private static bool CallsProvider(PlannedStep step) =>
        step.Op is StepOp.Delete or StepOp.DeleteReplaced
        && step.Old is { Custom: true, External: false, RetainOnDelete: false, PendingReplacement: false, IsProvider: false }
        && !step.Change.GoesWithAnother;
}

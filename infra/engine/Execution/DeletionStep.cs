using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>Takes one resource out of the state, and asks its provider to delete it where that is called for.</summary>
internal sealed class DeletionStep(OperationRun run, ProviderRegistry providers)
{
    public async Task<StepOutcome> RunAsync(PlannedStep step)
    {
        var old = step.Old!;
        var isReplacedLater = step.Op == StepOp.DeleteReplaced && !old.Delete;
        if (run.Preview || !CallsProvider(step))
        {
            Leave(old, isReplacedLater, out var left);
            await run.Journal.SaveAsync();
            return new StepOutcome(true, left);
        }

        var provider = await providers.GetAsync(old.Provider);
        await run.Slots.WaitAsync(run.StopNow);
        try
        {
            var intent = run.Journal.Begin("deleting", old);
            await run.Journal.SaveAsync();
            try
            {
                await provider.DeleteAsync(old, run.StopNow);
            }
            catch (ProviderException error)
            {
                if (!error.OutcomeUnknown) run.Journal.End(intent);
                await run.Journal.SaveAsync();
                throw;
            }

            run.Journal.End(intent);
            Leave(old, isReplacedLater, out var left);
            await run.Journal.SaveAsync();
            return new StepOutcome(true, left);
        }
        finally
        {
            run.Slots.Release();
        }
    }

    /// <summary>What a delete-before-replace deletes stays in the state as a mark until it is created again.</summary>
    private void Leave(ResourceState old, bool isReplacedLater, out ResourceState? left)
    {
        left = isReplacedLater ? old with { PendingReplacement = true } : null;
        if (left is null) run.Journal.Remove(old);
        else run.Journal.Exchange(old, left);
    }

    private static bool CallsProvider(PlannedStep step) =>
        step.Op is StepOp.Delete or StepOp.DeleteReplaced
        && step.Old is { Custom: true, External: false, RetainOnDelete: false, PendingReplacement: false, IsProvider: false }
        && !step.Change.GoesWithAnother;
}

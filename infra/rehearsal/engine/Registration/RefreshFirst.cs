using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>Reads a resource before anything is decided about it, where its provider wants that.</summary>
internal sealed class RefreshFirst(OperationContext run, ProviderRegistry providers, StepExecutor executor)
{
    /// <summary>The resource as it is now; null when it is gone.</summary>
    /// <param name="old">The resource as it is stored.</param>
    /// <param name="goal">What the program wants, which a resource that is no target does not get.</param>
    /// <exception cref="ProviderException">It cannot be read.</exception>
    public async Task<ResourceState?> OfAsync(ResourceState? old, ResourceState goal)
    {
        if (old is not { RefreshBeforeUpdate: true, Custom: true, External: false, PendingReplacement: false, Provider.Length: > 0 })
            return old;
        if (!run.Targets.Contains(goal.Urn, goal.Type)) return old;
        await run.Slots.WaitAsync(run.ForcedStop);
        try
        {
            var provider = await providers.GetAsync(old.Provider);
            var answer = await provider.ReadAsync(old, run.ForcedStop);
            var now = answer.Id.Length == 0 ? null : RefreshPhase.Now(old, answer, run).State;
            run.Journal.Remove(old, now);
            executor.Report(new PlannedStep(StepOp.Refresh, old, now ?? old, Change.None));
            return now;
        }
        finally
        {
            run.Slots.Release();
        }
    }
}

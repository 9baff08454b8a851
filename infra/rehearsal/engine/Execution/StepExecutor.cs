using System.Diagnostics;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>
/// Carries out steps and makes no decision of its own. Around every provider call that changes something stand two entries of the
/// journal: the intent before it, and what came of it.
/// </summary>
internal sealed class StepExecutor(OperationContext run, ProviderRegistry providers)
{
    private readonly DeletionStep deletion = new(run, providers);

    /// <summary>When something is made or changed; never in a plan, which is the same each time.</summary>
    private DateTimeOffset? Now => run.Preview ? null : run.Stack.Context.Time.GetUtcNow();

    /// <summary>Carries out one step, and reports it.</summary>
    public async Task<StepOutcome> ExecuteAsync(PlannedStep step)
    {
        if (step.IsCompletion) return await CarryOutAsync(step);
        var view = StepView.Of(step);
        run.Events.Publish(new EngineEvent.StepStarted(view));
        var started = Stopwatch.GetTimestamp();
        try
        {
            var outcome = await CarryOutAsync(step);
            Report(step, view, outcome, Stopwatch.GetElapsedTime(started));
            return outcome;
        }
        catch (ProviderException error)
        {
            run.Record(view);
            run.Fail(ExitCategory.Resource);
            run.NoteError();
            run.Events.Failed(view, error.Message);
            return new StepOutcome(false, null);
        }
    }

    /// <summary>Reports what somebody else has carried out.</summary>
    public void Report(PlannedStep step) => Report(step, StepView.Of(step), new StepOutcome(true, null), TimeSpan.Zero);

    private void Report(PlannedStep step, Step view, StepOutcome outcome, TimeSpan duration)
    {
        if (outcome.State is { } state && step.New is not null) view = view with { New = MaskedResource.Of(state) };
        if (outcome.Spared) view = view with { Op = step.Op == StepOp.Delete ? StepOp.Discard : StepOp.DiscardReplaced };
        run.Record(view);
        if (outcome.Succeeded)
        {
            run.Events.Publish(new EngineEvent.StepDone(view, duration));
            return;
        }

        run.Fail(ExitCategory.Resource);
        run.NoteError();
        var reasons = outcome.State is { InitErrors.IsEmpty: false } partial
            ? string.Join("; ", partial.InitErrors)
            : "the provider gave no reason";
        run.Events.Failed(view, $"{step.New!.Type} '{step.New.Name}' exists, but is not ready: {reasons}");
    }

    private Task<StepOutcome> CarryOutAsync(PlannedStep step) => step.Op switch
    {
        StepOp.Same => Task.FromResult(Same(step)),
        StepOp.Create or StepOp.CreateReplacement => CreateAsync(step),
        StepOp.Update => UpdateAsync(step),
        StepOp.Delete or StepOp.DeleteReplaced or StepOp.Discard or StepOp.DiscardReplaced or StepOp.RemovePendingReplace =>
            deletion.RunAsync(step),
        StepOp.Replace => Task.FromResult(new StepOutcome(true, step.New)),
        StepOp.Read or StepOp.ReadReplacement => ReadAsync(step),
        StepOp.Import or StepOp.ImportReplacement => ImportAsync(step),
        StepOp.Refresh => throw new UnreachableException("A refresh has no step before it is known what it found."),
    };

    private StepOutcome Same(PlannedStep step)
    {
        var (old, goal) = (step.Old!, step.New!);
        NewSecrets.Log(run.Events, old, goal);
        var state = goal with
        {
            Id = old.Id,
            // What became secret without becoming another value is sealed wherever it stands.
            Outputs = SecretPropagation.Keep(Marked(old.Outputs, goal), goal.Inputs),
            InitErrors = old.InitErrors,
            Created = old.Created,
            Modified = old.Modified,
            RefreshBeforeUpdate = old.RefreshBeforeUpdate,
            External = old.External,
            Unread = old.Unread,
        };
        run.Journal.Add(state, old);
        return new StepOutcome(true, state);
    }

    private async Task<StepOutcome> CreateAsync(PlannedStep step)
    {
        var goal = step.New! with { Created = Now, Modified = Now };
        if (!goal.Custom) return Added(step, goal);
        if (goal.IsProvider)
            return await SavedAsync(
                Added(step, goal with { Id = run.Preview ? "" : Guid.NewGuid().ToString(), Outputs = PluginRequest.Visible(goal.Inputs) }));

        var provider = await providers.GetAsync(goal.Provider);
        return await JournaledCallAsync("creating", step, goal, async () =>
        {
            var (id, outputs, refreshes) = await provider.CreateAsync(goal, run.Preview, run.ForcedStop);
            return goal with { Id = id, Outputs = Marked(outputs, goal), RefreshBeforeUpdate = refreshes };
        }, provider.TakesOver);
    }

    private async Task<StepOutcome> UpdateAsync(PlannedStep step)
    {
        var old = step.Old!;
        var goal = step.New! with { Id = old.Id, Created = old.Created, Modified = Now ?? old.Modified, Unread = old.Unread };
        if (!goal.Custom) return Added(step, goal with { Outputs = old.Outputs });
        if (goal.IsProvider) return await SavedAsync(Added(step, goal with { Outputs = PluginRequest.Visible(goal.Inputs) }));

        var provider = await providers.GetAsync(goal.Provider);
        return await JournaledCallAsync("updating", step, goal, async () =>
        {
            var (outputs, refreshes) = await provider.UpdateAsync(old, goal, goal.IgnoreChanges, run.Preview, run.ForcedStop);
            return goal with { Outputs = Marked(outputs, goal), RefreshBeforeUpdate = refreshes };
        });
    }

    private async Task<StepOutcome> ReadAsync(PlannedStep step)
    {
        var goal = step.New!;
        var provider = await providers.GetAsync(goal.Provider);
        if (goal.Id.Length == 0) return Added(step, goal);
        return await JournaledCallAsync("reading", step, goal, async () =>
        {
            // What the program knows of it is sent as inputs and as state: providers read either.
            var answer = await provider.ReadAsync(goal with { Outputs = goal.Inputs }, run.ForcedStop);
            if (answer.Id.Length == 0) throw new ProviderException($"{goal.Type} '{goal.Id}' does not exist.");
            return goal with { Id = answer.Id, Outputs = Marked(answer.Outputs, goal), InitErrors = answer.Errors };
        });
    }

    private async Task<StepOutcome> ImportAsync(PlannedStep step)
    {
        var goal = step.New!;
        var provider = await providers.GetAsync(goal.Provider);
        return await JournaledCallAsync("importing", step, goal, async () =>
        {
            var answer = await provider.ReadAsync(goal with { Inputs = PropertyMap.Empty }, run.ForcedStop);
            if (answer.Id.Length == 0)
                throw new ProviderException($"{goal.Type} '{goal.ImportId}', which is to be imported, does not exist.");
            if (answer.Inputs is not { Count: > 0 } inputs)
                throw new ProviderException($"The provider cannot import {goal.Type}: it does not say what inputs '{goal.ImportId}' has.");
            return goal with
            {
                Id = answer.Id,
                Inputs = inputs,
                Outputs = Marked(answer.Outputs, goal),
                InitErrors = answer.Errors,
                RefreshBeforeUpdate = answer.RefreshBeforeUpdate,
                Created = Now,
                Modified = Now,
            };
        });
    }

    /// <summary>
    /// Intent, save, call, outcome, save. With its outcome the intent ends, and what earlier runs left if the call settles that.
    /// </summary>
    private async Task<StepOutcome> JournaledCallAsync(
        string kind, PlannedStep step, ResourceState goal, Func<Task<ResourceState>> call, bool settles = false)
    {
        await run.Slots.WaitAsync(run.ForcedStop);
        try
        {
            // Until it is done, what is updated has the name that the state knows.
            var intent = run.Journal.Begin(kind, step is { Op: StepOp.Update, Old: { } old } ? goal with { Urn = old.Urn } : goal);
            await run.Journal.SaveAsync();
            try
            {
                var state = await call();
                var outcome = Added(step, state, () =>
                {
                    if (settles) run.Journal.Settle(goal);
                    run.Journal.End(intent);
                });
                await run.Journal.SaveAsync();
                return step.Op is StepOp.Read or StepOp.ReadReplacement && !state.InitErrors.IsEmpty
                    ? outcome with { Succeeded = false } : outcome;
            }
            catch (ProviderException error)
            {
                // Whether a call whose answer was lost did its work is for the next run to find out.
                void Ended()
                {
                    if (!error.OutcomeUnknown) run.Journal.End(intent);
                }

                if (error.Partial is { Id.Length: > 0 } partial) return await SavedAsync(AddedPartly(step, goal, partial, Ended));
                Ended();
                await run.Journal.SaveAsync();
                throw;
            }
        }
        finally
        {
            run.Slots.Release();
        }
    }

    private StepOutcome AddedPartly(PlannedStep step, ResourceState goal, PartialResource partial, Action ended) => Added(step, goal with
    {
        Id = partial.Id,
        Outputs = Marked(SecretPropagation.Keep(partial.Outputs, goal.Inputs), goal),
        // After a failed update the old inputs still differ from the goal, so the next run tries again.
        Inputs = partial.Inputs is { } inputs
            ? SecretPropagation.Keep(inputs, goal.Inputs) : step.Op == StepOp.Update ? step.Old!.Inputs : goal.Inputs,
        InitErrors = partial.Reasons.IsEmpty ? ["the provider gave no reason"] : partial.Reasons,
    }, ended) with
    { Succeeded = false };

    /// <summary>Notes what came of a step, and with it what else that means.</summary>
    private StepOutcome Added(PlannedStep step, ResourceState state, Action? ended = null)
    {
        run.Mask.Learn(state.Outputs);
        var (old, isReplacement) = (step.Old, step.Op is StepOp.CreateReplacement or StepOp.ReadReplacement or StepOp.ImportReplacement);
        run.Journal.Together(() =>
        {
            // The predecessor is deleted, under the name that its provider knows, when all that use it have moved to its successor.
            var stays = isReplacement && old is { PendingReplacement: false };
            if (stays) run.Journal.Exchange(old!, old! with { Delete = true });
            run.Journal.Add(state, stays ? null : old);
            ended?.Invoke();
        });
        return new StepOutcome(true, state);
    }

    private async Task<StepOutcome> SavedAsync(StepOutcome outcome)
    {
        await run.Journal.SaveAsync();
        return outcome;
    }

    private static PropertyMap Marked(PropertyMap outputs, ResourceState goal) =>
        SecretPropagation.Add(outputs, goal.AdditionalSecretOutputs.Where(key => key != "id"));
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Providers;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>Puts the planner's questions to providers until it decides.</summary>
internal sealed class StepGenerator(OperationContext run, ProviderRegistry providers)
{
    /// <summary>By type, what stands for all the resources that exist.</summary>
    private readonly Lazy<Dictionary<string, string>> existing = new(() => run.Origin.Resources
        .Where(state => state.Id.Length > 0)
        .GroupBy(state => state.Type, state => state.Id, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => Digest(group.Order(StringComparer.Ordinal)), StringComparer.Ordinal));

    private readonly ConcurrentDictionary<(string Then, string Now), Lazy<Task<bool>>> replacing = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<Provider>>> opened = new(StringComparer.Ordinal);

    /// <summary>The steps that make a resource what the program wants.</summary>
    /// <exception cref="ProviderException">A question could not be answered.</exception>
    public async Task<Decision> GenerateAsync(PlanningInput input)
    {
        for (var answers = ProviderResponses.None; ;)
        {
            switch (Planner.Decide(input, answers))
            {
                case Decision.AskCheck { Replacement: false } ask:
                    answers = answers with { Check = await CheckAsync(ask) };
                    break;
                case Decision.AskCheck ask:
                    answers = answers with { ReplacementCheck = await CheckAsync(ask) };
                    break;
                case Decision.AskDiff ask:
                    answers = answers with { Diff = await DiffAsync(ask, input.Goal.State) };
                    break;
                case var decision:
                    return decision;
            }
        }
    }

    /// <summary>The plugin that was started for a provider resource of this run.</summary>
    public Task<Provider> OpenedAsync(ResourceState provider) =>
        opened.GetOrAdd(provider.Urn, _ => new Lazy<Task<Provider>>(() => providers.OpenAsync(provider))).Value;

    /// <summary>Whether a resource cannot stay because its provider is another one now: that provider says so itself.</summary>
    public Task<bool> ProviderReplacesAsync(ResourceState goal, ResourceState old, ResourceTable table)
    {
        if (!goal.Custom || goal.IsProvider || !old.Custom || old.Provider == goal.Provider || old.Provider.Length == 0)
            return Task.FromResult(false);
        return replacing.GetOrAdd(
            (old.Provider, goal.Provider), pair => new Lazy<Task<bool>>(() => ReplacesAsync(pair.Then, pair.Now, table))).Value;
    }

    // Asked once for all the resources of a provider.
    private async Task<bool> ReplacesAsync(string then, string now, ResourceTable table)
    {
        if (run.Origin.Resources.FirstOrDefault(state => state.IsProvider && state.Reference == then) is not { } was) return false;
        if (table.Find(ResourceState.ProviderUrn(now))?.State is not { } state || (state.Urn != was.Urn && state.Aliases.Contains(was.Urn)))
            return false;
        var provider = await providers.GetAsync(now);
        return (await provider.Settings.DiffAsync(was, state.Inputs, run.ForcedStop)).Replace;
    }

    private async Task<CheckAnswer> CheckAsync(Decision.AskCheck ask)
    {
        if (ask.Goal.IsProvider) return await (await OpenedAsync(ask.Goal)).Settings.CheckAsync(ask.Goal, ask.Olds, run.ForcedStop);
        var provider = await providers.GetAsync(ask.Goal.Provider);
        return await InSlotAsync(
            ask.Goal, () => provider.CheckAsync(ask.Goal, ask.Olds, Seed(ask.Goal.Urn, ask.Goal.Type), run.ForcedStop));
    }

    private async Task<DiffAnswer> DiffAsync(Decision.AskDiff ask, ResourceState goal)
    {
        if (goal.IsProvider) return await (await OpenedAsync(goal)).Settings.DiffAsync(ask.Old, ask.News, run.ForcedStop);
        var provider = await providers.GetAsync(goal.Provider);
        return await InSlotAsync(goal, () => provider.DiffAsync(ask.Old, ask.News, ask.IgnoreChanges, run.ForcedStop));
    }

    private async Task<T> InSlotAsync<T>(ResourceState goal, Func<Task<T>> call)
    {
        await run.Slots.WaitAsync(run.ForcedStop);
        try
        {
            run.Events.Publish(new EngineEvent.ProviderCallStarted(goal.Urn, goal.Type, goal.Name));
            return await call();
        }
        finally
        {
            run.Slots.Release();
            run.Events.Publish(new EngineEvent.ProviderCallCompleted(goal.Urn));
        }
    }

    private static string Digest(IEnumerable<string> ids) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ids))));

    /// <summary>
    /// The same for the same resource in the same state: a name chosen with it is the same in the plan and in the update, and another
    /// one than that of its predecessor, or of a resource that was renamed meanwhile.
    /// </summary>
    private byte[] Seed(string urn, string type) => SHA256.HashData(Encoding.UTF8.GetBytes(
        existing.Value.TryGetValue(type, out var others) ? $"{urn}\n{others}" : urn));
}

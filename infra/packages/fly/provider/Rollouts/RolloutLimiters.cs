using System.Collections.Concurrent;

namespace PipAi.Providers.Fly.Rollouts;

/// <summary>One gate for each app and process group, for the length of a run.</summary>
internal sealed class RolloutLimiters
{
    private readonly ConcurrentDictionary<(string App, string Group), RolloutLimiter> gates = new();

    public RolloutLimiter For(string app, string group) =>
        gates.GetOrAdd((app, group), key => new RolloutLimiter($"{key.App} ({key.Group})"));
}

using System.Collections.Concurrent;

namespace PipAi.Providers.Fly.Rollouts;

/// <summary>One gate for each app and process group, for the length of a run.</summary>
internal sealed class RolloutGates
{
    private readonly ConcurrentDictionary<(string App, string Group), RolloutGate> gates = new();

    public RolloutGate For(string app, string group) => gates.GetOrAdd((app, group), key => new RolloutGate($"{key.App} ({key.Group})"));
}

using System.Collections.Frozen;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>The call that waits for a state.</summary>
internal sealed class WaitCalls(FlyCore core)
{
    private const string Settled = "settled";
    private const string Replaced = "replaced";
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);
    private static readonly FrozenSet<string> Known =
        new[] { "started", "stopped", "suspended", "destroyed", "failed", Settled }.ToFrozenSet();
    private static readonly FrozenSet<MachineState> Durable = new[]
    {
        MachineState.Created, MachineState.Started, MachineState.Stopped, MachineState.Suspended, MachineState.Failed,
        MachineState.Destroyed,
    }.ToFrozenSet();

    /// <summary>Adds it.</summary>
    public void Map(FlyRoutes routes) => routes.MapLimited("GET", "/apps/{app}/machines/{machine}/wait", "wait", "machine", WaitAsync);

    private async Task<FlyAnswer> WaitAsync(FlyCall call)
    {
        var machine = call.AnyMachine;
        var states = call.QueryList("state") is { Count: > 0 } named ? named : ["started"];
        if (states.FirstOrDefault(state => !Known.Contains(state)) is { } unknown)
            throw FlyProblem.Invalid($"invalid state '{unknown}': must be one of {string.Join(", ", Known.Order(StringComparer.Ordinal))}");
        var timeout = call.QueryDuration("timeout") ?? Most;
        if (timeout < Least || timeout > Most) throw FlyProblem.Invalid("invalid timeout: value must be inside range [1s, 1m0s]");
        var version = call.Query("version") is { Length: > 0 } given ? given : call.Query("instance_id");
        // Fly's pages call the version required for stopped; its own client leaves it out, and waits for the present one.
        if (version.Length == 0 && states.Contains("stopped")) version = machine.InstanceId;
        if (version.Length > 0 && !machine.Versions.Exists(one => one.Id == version))
            throw FlyProblem.NotFound($"version '{version}' of machine {machine.Id}");
        return FlyAnswer.Ok(await ReachAsync(call, states, version, timeout));
    }

    private async Task<JsonObject> ReachAsync(FlyCall call, IReadOnlyList<string> states, string version, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout, core.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, call.Cancellation);
        while (true)
        {
            var change = core.State.NextChange;
            var machine = call.AnyMachine;
            if (version.Length > 0 && machine.InstanceId != version) return Answer(machine, Replaced, version);
            if (Reached(machine.State, states)) return Answer(machine, MachineJournal.NameOf(machine.State), machine.InstanceId);
            try
            {
                await change.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!call.Cancellation.IsCancellationRequested)
            {
                throw new FlyProblem(
                    408, $"deadline_exceeded: machine {machine.Id} failed to reach desired state, {string.Join(",", states)}, "
                        + $"currently {MachineJournal.NameOf(machine.State)}");
            }
        }
    }

    private static bool Reached(MachineState state, IReadOnlyList<string> states) =>
        states.Contains(MachineJournal.NameOf(state)) || (states.Contains(Settled) && Durable.Contains(state));

    private static JsonObject Answer(MachineRecord machine, string state, string version) => new()
    {
        ["ok"] = true,
        ["state"] = state,
        ["version"] = version,
        ["event_id"] = machine.Events.FirstOrDefault()?.Id ?? "",
    };
}

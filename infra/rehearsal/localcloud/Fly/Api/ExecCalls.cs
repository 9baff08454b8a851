using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls that look into a machine: <c>exec</c>, which a lease forbids to everyone, and <c>ps</c>.</summary>
internal sealed class ExecCalls(FlyCore core)
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        routes.MapLimited("POST", "/apps/{app}/machines/{machine}/exec", "exec", "machine", ExecAsync);
        routes.MapLimited("GET", "/apps/{app}/machines/{machine}/ps", "ps", "machine", PsAsync);
    }

    private async Task<FlyAnswer> ExecAsync(FlyCall call)
    {
        var machine = call.Machine;
        core.RequireLease("", machine);
        RequireStarted(machine);
        IReadOnlyList<string> command = call.Body["command"].Exists
            ? call.Body["command"].Texts()
            : ShellWords.Split(call.Body["cmd"].Text());
        if (command.Count == 0) throw FlyProblem.Invalid("command is required");
        var seconds = call.Body["timeout"].Number(1, (int)MostTime.TotalSeconds) ?? (int)MostTime.TotalSeconds;
        var (code, output, errors) = await core.Execution.RunAsync(
            machine, command, call.Body["stdin"].Text(), TimeSpan.FromSeconds(seconds));
        return FlyAnswer.Ok(new JsonObject
        {
            ["exit_code"] = code,
            ["exit_signal"] = code > 128 ? code - 128 : 0,
            ["stdout"] = output,
            ["stderr"] = errors,
        });
    }

    private Task<FlyAnswer> PsAsync(FlyCall call)
    {
        var machine = call.Machine;
        RequireStarted(machine);
        return Task.FromResult(FlyAnswer.Ok(new JsonArray([.. core.Execution.Processes(machine, core.Fleet.Of(machine.Id)?.Process?.Id)
            .Select(process => new JsonObject
            {
                ["pid"] = process.Id,
                ["stime"] = process.StartedMs,
                ["rtime"] = process.RanMs,
                ["command"] = process.Command,
                ["directory"] = process.Directory,
                ["cpu"] = process.CpuMs,
                ["rss"] = process.Memory,
                ["listen_sockets"] = new JsonArray(
                    [.. process.Listens.Select(address => new JsonObject { ["proto"] = "tcp", ["address"] = address })]),
            })])));
    }

    private void RequireStarted(MachineRecord machine)
    {
        if (machine.State != MachineState.Started || core.IsDark(machine.Region))
            throw FlyProblem.Precondition($"machine is not started but '{MachineJournal.NameOf(machine.State)}'");
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.Api;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly;

/// <summary>The local Fly as the control API shows it: what the Machines API tells, plus process ids and ports.</summary>
internal static class FleetView
{
    /// <summary>All apps with their live machines.</summary>
    public static JsonObject Show(FlyCore core) => new()
    {
        ["apps"] = new JsonArray([.. core.State.Apps.Select(app => new JsonObject
        {
            ["name"] = app.Name,
            ["organization"] = app.Organization,
            ["machines"] = new JsonArray([.. core.State.MachinesOf(app.Name)
                .Where(machine => machine.State != MachineState.Destroyed).Select(machine => Show(machine, core.Fleet.Of(machine.Id)))]),
        })]),
    };

    private static JsonObject Show(MachineRecord machine, MachineRunner? runner)
    {
        var (memory, processor) = UsageOf(runner);
        var shown = State(machine, runner);
        shown["memoryBytes"] = memory;
        shown["cpuSeconds"] = processor;
        return shown;
    }

    private static (long? MemoryBytes, double? CpuSeconds) UsageOf(MachineRunner? runner)
    {
        if (runner?.Process is not { } identity) return default;
        try
        {
            using var process = Process.GetProcessById(identity.Id);
            return (process.WorkingSet64, Math.Round(process.TotalProcessorTime.TotalSeconds, 2));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception or IOException)
        {
            return default;
        }
    }

    private static JsonObject State(MachineRecord machine, MachineRunner? runner) => new()
    {
        ["id"] = machine.Id,
        ["name"] = machine.Name,
        ["region"] = machine.Region,
        ["state"] = MachineJournal.NameOf(machine.State),
        ["hostStatus"] = runner?.IsDark is true ? "unreachable" : "ok",
        ["cordoned"] = machine.Cordoned,
        ["image"] = machine.Settings.Image,
        ["instanceId"] = machine.InstanceId,
        ["processGroup"] = machine.Settings.Metadata.GetValueOrDefault("fly_process_group", ""),
        ["pid"] = runner?.Process?.Id,
        ["port"] = machine.Port,
        ["restarts"] = machine.Events.FirstOrDefault(happened => happened.Exit is not null)?.RestartCount ?? 0,
        ["updatedAt"] = FlyJson.Time(machine.UpdatedAt),
        ["checks"] = new JsonArray([.. (runner?.Checks.Results.Values ?? []).Select(check => new JsonObject
        {
            ["name"] = check.Name,
            ["status"] = check.Status,
            ["output"] = check.Output,
            ["updatedAt"] = FlyJson.Time(check.UpdatedAt),
        })]),
    };
}

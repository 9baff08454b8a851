using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls on volumes. They are records only: a local machine's files are on the host's disk.</summary>
internal sealed partial class VolumeCalls(FlyCore core)
{
    private const string All = "/apps/{app}/volumes";
    private const string One = "/apps/{app}/volumes/{volume}";
    private const int DefaultSizeGb = 3;
    private const int DefaultRetentionDays = 5;

    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        routes.Map(
            "GET", All,
            call => Task.FromResult(FlyAnswer.Ok(new JsonArray([.. call.App.Volumes.Select(pair => Show(call.App, pair.Value))]))));
        routes.Map("POST", All, CreateAsync);
        routes.Map("GET", One, call => Task.FromResult(FlyAnswer.Ok(Show(call.App, Find(call)))));
        routes.Map("PUT", One, call => ChangeAsync(call, volume =>
        {
            volume["snapshot_retention"] = call.Body["snapshot_retention"].Number(1, 60) ?? (int)volume["snapshot_retention"]!;
            if (call.Body["auto_backup_enabled"].Exists) volume["auto_backup_enabled"] = call.Body["auto_backup_enabled"].Flag();
        }));
        routes.Map("PUT", One + "/extend", ExtendAsync);
        routes.Map("DELETE", One, DeleteAsync);
        routes.Map("GET", One + "/snapshots", call => Task.FromResult(FlyAnswer.Ok(Find(call)["snapshots"]!.DeepClone())));
        routes.Map("POST", One + "/snapshots", SnapshotAsync);
    }

    private Task<FlyAnswer> CreateAsync(FlyCall call)
    {
        var name = call.Body["name"].Text();
        if (!NamePattern().IsMatch(name))
            throw FlyProblem.Invalid($"volume name \"{name}\" must be 1 to 30 lowercase letters, digits and underscores");
        var region = call.Body["region"].Text("iad");
        if (!Regions.ByCode.ContainsKey(region)) throw FlyProblem.Invalid($"region '{region}' not found");
        if (core.IsDark(region))
            throw new FlyProblem(412, $"insufficient resources to create new volume in region {region}", "insufficient_capacity");
        var volume = new JsonObject
        {
            ["id"] = "vol_" + FlyIds.Hex(16),
            ["name"] = name,
            ["state"] = "created",
            ["size_gb"] = call.Body["size_gb"].Number(1, 500) ?? DefaultSizeGb,
            ["region"] = region,
            ["zone"] = FlyIds.Hex(4),
            ["encrypted"] = !call.Body["encrypted"].Exists || call.Body["encrypted"].Flag(),
            ["fstype"] = call.Body["fstype"].Word("ext4", "raw"),
            ["snapshot_retention"] = call.Body["snapshot_retention"].Number(1, 60) ?? DefaultRetentionDays,
            ["auto_backup_enabled"] = !call.Body["auto_backup_enabled"].Exists || call.Body["auto_backup_enabled"].Flag(),
            ["created_at"] = FlyJson.Time(core.Time.GetUtcNow()),
            ["host_status"] = "ok",
            ["snapshots"] = new JsonArray(),
        };
        var app = Put(call.App, volume);
        return Task.FromResult(FlyAnswer.Ok(Show(app, volume)));
    }

    private Task<FlyAnswer> ExtendAsync(FlyCall call)
    {
        var (old, wanted) = ((int)Find(call)["size_gb"]!, call.Body["size_gb"].Number(1, 500)
            ?? throw FlyProblem.Invalid("size_gb is required"));
        if (wanted < old) throw FlyProblem.Invalid($"volume is {old} GB and cannot shrink to {wanted} GB");
        var volume = Find(call).DeepClone().AsObject();
        volume["size_gb"] = wanted;
        return Task.FromResult(FlyAnswer.Ok(new JsonObject
        {
            ["volume"] = Show(Put(call.App, volume), volume),
            ["needs_restart"] = AttachedTo(call.App, (string)volume["id"]!) is not null,
        }));
    }

    private Task<FlyAnswer> DeleteAsync(FlyCall call)
    {
        var volume = Find(call);
        if (AttachedTo(call.App, (string)volume["id"]!) is { } machine)
            throw FlyProblem.Precondition($"unable to delete volume while machine {machine} uses it");
        core.State.Change(call.App.Name, app => app with { Volumes = app.Volumes.Remove((string)volume["id"]!) });
        var gone = volume.DeepClone().AsObject();
        gone["state"] = "pending_destroy";
        return Task.FromResult(FlyAnswer.Ok(Show(call.App, gone)));
    }

    private Task<FlyAnswer> SnapshotAsync(FlyCall call) => ChangeAsync(call, volume => volume["snapshots"]!.AsArray().Add(new JsonObject
    {
        ["id"] = "vs_" + FlyIds.Hex(16),
        ["status"] = "created",
        ["created_at"] = FlyJson.Time(core.Time.GetUtcNow()),
    }));

    private Task<FlyAnswer> ChangeAsync(FlyCall call, Action<JsonObject> change)
    {
        var volume = Find(call).DeepClone().AsObject();
        change(volume);
        return Task.FromResult(FlyAnswer.Ok(Show(Put(call.App, volume), volume)));
    }

    private AppRecord Put(AppRecord app, JsonObject volume) =>
        core.State.Change(app.Name, current => current with { Volumes = current.Volumes.SetItem((string)volume["id"]!, volume) })
        ?? throw FlyProblem.NotFound($"app '{app.Name}'");

    private JsonObject Show(AppRecord app, JsonObject volume)
    {
        var shown = volume.DeepClone().AsObject();
        shown.Remove("snapshots");
        shown["attached_machine_id"] = AttachedTo(app, (string)volume["id"]!);
        if (core.IsDark((string)volume["region"]!)) shown["host_status"] = "unreachable";
        return shown;
    }

    private string? AttachedTo(AppRecord app, string volume) => core.State.MachinesOf(app.Name)
        .FirstOrDefault(machine => machine.State != MachineState.Destroyed && machine.Settings.Volumes.Contains(volume))?.Id;

    private static JsonObject Find(FlyCall call) =>
        call.App.Volumes.GetValueOrDefault(call.Path("volume")) ?? throw FlyProblem.NotFound($"volume '{call.Path("volume")}'");

    [GeneratedRegex(@"^[a-z0-9_]{1,30}\z")]
    private static partial Regex NamePattern();
}

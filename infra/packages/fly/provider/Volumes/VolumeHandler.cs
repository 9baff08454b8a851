using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Sessions;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Volumes;

/// <summary>The resource type Volume. It grows in place; asking for less is refused, since it would mean losing the data.</summary>
internal sealed partial class VolumeHandler(Func<FlySession> session) : ResourceHandler
{
    private const string IdForm = "<app>/<volume id>";
    private static readonly ImmutableArray<string> GoneStates =
    [
        "scheduling_destroy",
        "fork_cleanup",
        "waiting_for_detach",
        "pending_destroy",
        "destroying",
        "destroyed",
    ];

    public override string Token => "fly:index:Volume";

    public override IReadOnlyList<string> Stables => ["volumeId", "zone", "createdAt"];

    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        var checks = new ValueChecks();
        checks.Region(inputs, "region", "region");
        checks.Range(inputs, "sizeGb", "sizeGb", 1, 500);
        checks.Range(inputs, "snapshotRetention", "snapshotRetention", 1, 60);
        checks.OneOf(inputs, "fstype", "fstype", "ext4", "raw");
        if (inputs.Text("name") is { } name && (name.Length > 30 || !VolumeName().IsMatch(name)))
            checks.Fail("name", $"'{name}' must be 1 to 30 small letters, digits and underscores; hyphens are not allowed.");
        return checks.Failures;
    }

    public override PropertyMap Normal(PropertyMap inputs) => NormalProperties.Pruned(NormalProperties.Defaults(
        inputs.Remove("requireUniqueZone"), ("sizeGb", 3), ("encrypted", true), ("fstype", "ext4"), ("snapshotRetention", 5),
        ("autoBackupEnabled", true)));

    public override DiffResponse Diff(DiffRequest request, ObjectSchema schema)
    {
        session().Claims.Claim(request.Id, request.Urn);
        var (before, after) = (request.OldInputs.Whole("sizeGb") ?? 3, request.NewInputs.Whole("sizeGb") ?? 3);
        return after >= before || request.NewInputs.IsUnknown("sizeGb") || request.IgnoreChanges.Contains("sizeGb")
            ? base.Diff(request, schema)
            : throw new InvalidOperationException(
                $"Volume '{request.Name}' cannot shrink from {before} GB to {after} GB. Keep its size, or create a smaller volume beside "
                    + $"it and move the data.");
    }

    public override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs)
    {
        var planned = inputs.WithoutNulls();
        foreach (var name in (string[])[.. Stables, "state", "attachedMachineId"])
            planned = planned.With(name, oldOutputs is null ? PropertyValue.Computed : oldOutputs.GetValueOrDefault(name));
        return planned;
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var app = request.Inputs.RequiredText("app");
        var volume = await TakeOverAsync(app, request, cancellation) ?? await MakeAsync(app, request, cancellation);
        var id = ResourceIds.Join(app, Text(volume, "id")!);
        session().Claims.Claim(id, request.Urn);
        return new CreateResponse { Id = id, Outputs = Outputs(request.Inputs, volume) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        var (app, id) = ResourceIds.Split(request.Id, "volume", IdForm);
        if (await FindAsync(app, id, cancellation) is not { } volume) return new ReadResponse { Id = "" };
        session().Claims.Claim(request.Id, request.Urn);
        var read = PropertyMap.Empty.With("app", app).With("name", Text(volume, "name")).With("region", Text(volume, "region"))
            .With("sizeGb", volume["size_gb"]?.GetValue<double>())
            .With("encrypted", volume["encrypted"]?.GetValue<bool>())
            .With("snapshotRetention", volume["snapshot_retention"]?.GetValue<double>())
            .With("autoBackupEnabled", volume["auto_backup_enabled"]?.GetValue<bool>());
        var kept = PropertyMap.Empty.SetItems(request.Inputs.Where(p => p.Key is "fstype" or "snapshotId" or "requireUniqueZone"));
        var inputs = Plugins.Diffing.Readback.Merge(request.Inputs, kept.SetItems(read), Normal);
        return new ReadResponse { Id = request.Id, Inputs = inputs, Outputs = Outputs(inputs, volume) };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var (app, id) = ResourceIds.Split(request.Id, "volume", IdForm);
        var volume = await FindAsync(app, id, cancellation)
            ?? throw new InvalidOperationException($"Volume '{id}' of app '{app}' is gone.\n    pulumi refresh");
        return new UpdateResponse { Outputs = Outputs(request.NewInputs, await SettleAsync(app, volume, request.NewInputs, cancellation)) };
    }

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellation)
    {
        var (app, id) = ResourceIds.Split(request.Id, "volume", IdForm);
        if (await FindAsync(app, id, cancellation) is null) return;
        await CallAsync(HttpMethod.Delete, Path(app, id), $"delete volume '{id}' of app '{app}'", null, cancellation);
    }

    // Brings a volume that is there to its inputs.
    private async Task<JsonObject> SettleAsync(string app, JsonObject volume, PropertyMap inputs, CancellationToken cancellation)
    {
        var (id, size) = (Text(volume, "id")!, inputs.Whole("sizeGb") ?? 3);
        if (size > (volume["size_gb"]?.GetValue<int>() ?? size))
            await CallAsync(
                HttpMethod.Put, $"{Path(app, id)}/extend", $"extend volume '{id}' to {size} GB", new JsonObject { ["size_gb"] = size },
                cancellation);
        var (retention, backup) = (inputs.Whole("snapshotRetention") ?? 5, inputs.Flag("autoBackupEnabled") ?? true);
        if (volume["snapshot_retention"]?.GetValue<int>() != retention || volume["auto_backup_enabled"]?.GetValue<bool>() != backup)
            await CallAsync(HttpMethod.Put, Path(app, id), $"update volume '{id}'",
                new JsonObject { ["snapshot_retention"] = retention, ["auto_backup_enabled"] = backup }, cancellation);
        return await FindAsync(app, id, cancellation) ?? volume;
    }

    private async Task<JsonObject?> TakeOverAsync(string app, CreateRequest request, CancellationToken cancellation)
    {
        if (await FindUnownedAsync(app, request, cancellation) is not { } volume) return null;
        await Log.TakenOverAsync(
            $"volume '{Text(volume, "name")}' ({Text(volume, "id")}) of app '{app}' in region '{Text(
                volume, "region")}', with what is on it", request.Urn);
        return await SettleAsync(app, volume, request.Inputs, cancellation);
    }

    private async Task<JsonObject> MakeAsync(string app, CreateRequest request, CancellationToken cancellation)
    {
        var inputs = request.Inputs;
        var body = new JsonObject
        {
            ["name"] = inputs.RequiredText("name"),
            ["region"] = inputs.RequiredText("region"),
            ["size_gb"] = inputs.Whole("sizeGb") ?? 3,
            ["encrypted"] = inputs.Flag("encrypted") ?? true,
            ["fstype"] = inputs.Text("fstype") ?? "ext4",
            ["require_unique_zone"] = inputs.Flag("requireUniqueZone") ?? true,
            ["snapshot_retention"] = inputs.Whole("snapshotRetention") ?? 5,
            ["auto_backup_enabled"] = inputs.Flag("autoBackupEnabled") ?? true,
        };
        if (inputs.Text("snapshotId") is { } snapshot) body["snapshot_id"] = snapshot;
        var call = new FlyRequest(HttpMethod.Post, Path(app, null), $"create volume '{body["name"]}' in app '{app}'")
        {
            Body = body,
            Budget = ("volumes", app),
        };
        try
        {
            return (JsonObject)(await session().Client.SendAsync(call, cancellation))!;
        }
        catch (FlyApiException unknown) when (unknown.OutcomeUnknown)
        {
            await session().DelayAsync(TimeSpan.FromSeconds(2), cancellation);
            if (await TakeOverAsync(app, request, cancellation) is { } made) return made;
            throw;
        }
    }

    private async Task<JsonObject?> FindUnownedAsync(string app, CreateRequest request, CancellationToken cancellation)
    {
        var call = new FlyRequest(HttpMethod.Get, Path(app, null), $"list the volumes of app '{app}'") { Budget = ("list-volumes", app) };
        var volumes = await session().Client.SendAsync(call, cancellation) as JsonArray ?? [];
        return volumes.OfType<JsonObject>().FirstOrDefault(volume =>
            Text(volume, "name") == request.Inputs.Text("name") && Text(volume, "region") == request.Inputs.Text("region")
            && !IsGone(volume) && Text(volume, "attached_machine_id") is null
            // What no update can bring about must be so already.
            && (volume["encrypted"]?.GetValue<bool>() ?? true) == (request.Inputs.Flag("encrypted") ?? true)
            && (volume["size_gb"]?.GetValue<int>() ?? 0) <= (request.Inputs.Whole("sizeGb") ?? 3)
            && session().Claims.Claim(ResourceIds.Join(app, Text(volume, "id")!), request.Urn));
    }

    private async Task<JsonObject?> FindAsync(string app, string id, CancellationToken cancellation)
    {
        var call = new FlyRequest(HttpMethod.Get, Path(app, id), $"read volume '{id}' of app '{app}'") { Budget = ("get", id) };
        return await session().Client.FindAsync(call, cancellation) is JsonObject volume && !IsGone(volume) ? volume : null;
    }

    private Task<JsonNode?> CallAsync(HttpMethod method, string path, string purpose, JsonObject? body, CancellationToken cancellation) =>
        session().Client.SendAsync(
            new FlyRequest(method, path, purpose) { Body = body, Budget = (method.Method, path), Repeatable = true }, cancellation);

    private static PropertyMap Outputs(PropertyMap inputs, JsonObject volume) =>
        inputs.WithoutNulls()
            .With("volumeId", Text(volume, "id"))
            .With("state", Text(volume, "state") ?? "created")
            .With("zone", Text(volume, "zone"))
            .With("attachedMachineId", Text(volume, "attached_machine_id"))
            .With("createdAt", Text(volume, "created_at"));

    private static bool IsGone(JsonObject volume) => GoneStates.Contains(Text(volume, "state") ?? "");

    private static string? Text(JsonObject volume, string name) => volume[name]?.GetValue<string>() is { Length: > 0 } text ? text : null;

    private static string Path(string app, string? id) =>
        $"apps/{Uri.EscapeDataString(app)}/volumes" + (id is null ? "" : "/" + Uri.EscapeDataString(id));

    [GeneratedRegex(@"^[a-z0-9_]+\z")]
    private static partial Regex VolumeName();
}

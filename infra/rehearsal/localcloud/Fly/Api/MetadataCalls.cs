using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls on metadata: they make no new version, restart nothing and ask for no lease.</summary>
internal sealed class MetadataCalls(FlyCore core)
{
    private const string All = "/apps/{app}/machines/{machine}/metadata";

    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        routes.MapLimited("GET", All, "get metadata", "machine", call => Task.FromResult(FlyAnswer.Ok(Read(call.Machine))));
        routes.MapLimited("PUT", All, "set metadata", "machine", call => ReplaceAsync(call, keep: false));
        routes.MapLimited("PATCH", All, "set metadata", "machine", call => ReplaceAsync(call, keep: true));
        routes.Map("GET", All + "/{key}", GetAsync);
        routes.MapLimited("POST", All + "/{key}", "set metadata", "machine", call => SetAsync(call, call.Body["value"].Text()));
        routes.MapLimited("DELETE", All + "/{key}", "set metadata", "machine", call => SetAsync(call, null));
    }

    private static Task<FlyAnswer> GetAsync(FlyCall call) => call.Machine.Settings.Metadata.TryGetValue(call.Path("key"), out var value)
        ? Task.FromResult(FlyAnswer.Ok(new JsonObject { ["value"] = value }))
        : throw FlyProblem.NotFound($"metadata '{call.Path("key")}'");

    private Task<FlyAnswer> SetAsync(FlyCall call, string? value)
    {
        Change(call.Machine, metadata => Put(metadata, call.Path("key"), value));
        return Task.FromResult(FlyAnswer.Empty);
    }

    private Task<FlyAnswer> ReplaceAsync(FlyCall call, bool keep)
    {
        var machine = call.Machine;
        if (call.Body["machine_version"].Text() is { Length: > 0 } version && version != machine.InstanceId)
            throw new FlyProblem(412, $"machine version mismatch: current version is {machine.InstanceId}, not {version}");
        var values = call.Body["metadata"].Fields().Select(field => (field.Name, Value: field.Value.Text())).ToList();
        var changed = Change(machine, metadata =>
        {
            if (!keep) metadata.Clear();
            foreach (var (name, value) in values) Put(metadata, name, value);
        });
        return Task.FromResult(FlyAnswer.Ok(new JsonObject { ["metadata"] = Read(changed) }));
    }

    private MachineRecord Change(MachineRecord machine, Action<JsonObject> change) => core.State.Change(machine.Id, current =>
    {
        var config = JsonObject.Create(current.Config)!.DeepClone().AsObject();
        if (config["metadata"] is not JsonObject metadata) config["metadata"] = metadata = [];
        change(metadata);
        return current.WithSameVersion(JsonSerializer.SerializeToElement(config));
    });

    private static void Put(JsonObject metadata, string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) metadata.Remove(name);
        else metadata[name] = value;
    }

    private static JsonObject Read(MachineRecord machine) =>
        new(machine.Settings.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}

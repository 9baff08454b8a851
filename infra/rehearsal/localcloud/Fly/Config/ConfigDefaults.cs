using System.Text.Json;
using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Fly.Config;

/// <summary>
/// What the Machines API adds to a config before it shows it: guest, restart, init, soft limits; <c>autostop</c> "off" and "stop"
/// come back as false and true. A client that compares texts sees false changes here as it would at Fly.
/// </summary>
internal static class ConfigDefaults
{
    /// <summary>The config as the API answers it.</summary>
    public static JsonElement Apply(JsonElement sent)
    {
        var config = JsonObject.Create(sent)!.DeepClone().AsObject();
        config["init"] ??= new JsonObject();
        config["restart"] ??= new JsonObject { ["policy"] = "on-failure", ["max_retries"] = 10 };
        var guest = config["guest"] as JsonObject ?? [];
        guest["cpu_kind"] ??= "shared";
        guest["cpus"] ??= 1;
        guest["memory_mb"] ??= (string?)guest["cpu_kind"] == "performance" ? 2048 * (int)guest["cpus"]! : 256;
        if (guest.Parent is null) config["guest"] = guest;
        foreach (var service in (config["services"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (service["autostop"] is JsonValue autostop && autostop.TryGetValue(out string? word) && word is "off" or "stop")
                service["autostop"] = word == "stop";
            if (service["concurrency"] is JsonObject concurrency) concurrency["soft_limit"] ??= 20;
        }

        return JsonSerializer.SerializeToElement(config);
    }
}

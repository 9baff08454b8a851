using System.Globalization;
using System.Text.Json.Nodes;

namespace PipAi.Providers.Fly.Api;

/// <summary>A machine as Fly described it at one moment. Any field may be missing.</summary>
internal sealed class MachineView(JsonObject json)
{
    public string Id => Text("id") ?? throw new InvalidOperationException("Fly described a machine without an id.");

    public string Name => Text("name") ?? "";

    public string State => Text("state") ?? "";

    public string Region => Text("region") ?? "";

    public string InstanceId => Text("instance_id") ?? Text("version") ?? "";

    public string? PrivateIp => Text("private_ip");

    public string HostStatus => Text("host_status") ?? "ok";

    public string? CreatedAt => Text("created_at");

    public bool Cordoned => json["cordoned"]?.GetValue<bool>() ?? false;

    /// <summary>The nonce of a lease that came with a create.</summary>
    public string? Nonce => Text("nonce");

    /// <summary>The configuration; null when the host is not reachable and Fly only knows parts of it.</summary>
    public JsonObject? Config => json["config"] as JsonObject;

    public DateTimeOffset? UpdatedAt => Time(Text("updated_at"));

    public string? ImageDigest =>
        (json["image_ref"] as JsonObject)?["digest"]?.GetValue<string>() is { Length: > 0 } digest ? digest : null;

    public bool IsGone => State is "destroyed" or "destroying" or "replaced" or "migrated";

    /// <summary>Whether it is on its way from one state to another.</summary>
    public bool IsMoving => State is "creating" or "starting" or "stopping" or "restarting" or "suspending" or "updating" or "replacing";

    public bool HasServices => Config?["services"] is JsonArray { Count: > 0 };

    public IEnumerable<MachineCheck> Checks =>
        (json["checks"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(check => new MachineCheck(
                check["name"]?.GetValue<string>() ?? "",
                check["status"]?.GetValue<string>() ?? "",
                check["output"]?.GetValue<string>() ?? "",
                check["updated_at"]?.GetValue<string>()))
            // Fly mirrors checks of a blue/green deployment under this prefix.
            .Where(check => !check.Name.StartsWith("bg_deployments_", StringComparison.Ordinal));

    /// <summary>The newest exit of the machine's process, if Fly tells of one.</summary>
    public MachineExit? LastExit =>
        (json["events"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(e => e["type"]?.GetValue<string>() == "exit")
            .Select(MachineExit.Read).FirstOrDefault(exit => exit is not null);

    public string? Metadata(string key) => (Config?["metadata"] as JsonObject)?[key]?.GetValue<string>();

    /// <summary>The image the machine runs, by digest where Fly says which one.</summary>
    public string? PinnedImage
    {
        get
        {
            var image = Config?["image"]?.GetValue<string>();
            if (image is null || image.Contains('@', StringComparison.Ordinal) || ImageDigest is not { } digest) return image;
            var reference = (JsonObject)json["image_ref"]!;
            return $"{reference["registry"]?.GetValue<string>()}/{reference["repository"]?.GetValue<string>()}@{digest}";
        }
    }

    internal static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private string? Text(string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

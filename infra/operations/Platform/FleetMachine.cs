using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PipAi.Operations.Platform;

/// <summary>One machine as the Fly Machines API answers it, reduced to what operations look at.</summary>
/// <param name="Id">Machine id.</param>
/// <param name="Name">Machine name.</param>
/// <param name="Region">Fly region code.</param>
/// <param name="State">Fly's state, such as <c>started</c>.</param>
/// <param name="ChecksPassing">Health checks that pass.</param>
/// <param name="ChecksTotal">Health checks that the machine has.</param>
internal sealed record FleetMachine(string Id, string Name, string Region, string State, int ChecksPassing, int ChecksTotal)
{
    private const int DigestDigits = 12;

    /// <summary>Fly's id of this version of the machine: each update gives it another one.</summary>
    public string Version { get; init; } = "";

    /// <summary>What it runs: the image's tag, else the first digits of its digest.</summary>
    public string Image { get; init; } = "";

    /// <summary>Whether Fly reaches the host that it is on.</summary>
    public bool IsReachable { get; init; } = true;

    /// <summary>Whether the proxy sends it nothing.</summary>
    public bool IsCordoned { get; init; }

    /// <summary>Its health checks.</summary>
    public ImmutableArray<Check> Checks { get; init; } = [];

    /// <summary>Ends of its process that were not asked for, among the events that Fly still lists.</summary>
    public int Restarts { get; init; }

    /// <summary>The last thing that happened to it; null where Fly lists nothing.</summary>
    public LastEvent? Last { get; init; }

    /// <summary>Its configuration, as Fly has it; undefined while its host is away.</summary>
    [JsonIgnore]
    public JsonElement Config { get; init; }

    /// <summary>When its process began, which sees the app's secrets of that time; null where Fly lists no such event any more.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>Started, and every one of at least one health check passes.</summary>
    public bool Healthy => State == "started" && ChecksTotal > 0 && ChecksPassing == ChecksTotal;

    /// <summary>Stopped, and started by Fly's proxy when requests come that no other machine has room for.</summary>
    public bool IsOnDemand => State is "created" or "stopped" or "suspended" && IsReachable
        && Config.ValueKind == JsonValueKind.Object && List(Config, "services").Any(
            service => service.TryGetProperty("autostart", out var starts) && starts.ValueKind == JsonValueKind.True);

    internal static FleetMachine Parse(JsonElement machine)
    {
        ImmutableArray<Check> checks = [.. List(machine, "checks").Select(check => new Check(Text(check, "name"), Text(check, "status")))];
        var events = List(machine, "events").ToList();
        return new FleetMachine(
            Text(machine, "id"),
            Text(machine, "name"),
            Text(machine, "region"),
            Text(machine, "state"),
            checks.Count(check => check.Status == "passing"),
            checks.Length)
        {
            Version = Text(machine, "instance_id"),
            Image = machine.TryGetProperty("image_ref", out var image) && image.ValueKind == JsonValueKind.Object ? ImageOf(image) : "",
            IsReachable = Text(machine, "host_status") is "" or "ok",
            IsCordoned = machine.TryGetProperty("cordoned", out var cordoned) && cordoned.ValueKind == JsonValueKind.True,
            Checks = checks,
            Restarts = events.Count(IsUnwantedExit),
            Config = machine.TryGetProperty("config", out var config) ? config.Clone() : default,
            Began = events.Select(LastEvent.Parse).Where(happened => happened.Type is "launch" or "update" or "start")
                .Select(happened => (DateTimeOffset?)happened.At).Max(),
            Last = events.Count == 0 ? null : events.Select(LastEvent.Parse).MaxBy(happened => happened.At),
        };
    }

    private static string ImageOf(JsonElement image)
    {
        if (Text(image, "tag") is { Length: > 0 } tag) return tag;
        var digest = Text(image, "digest").Split(':')[^1];
        return digest.Length > DigestDigits ? digest[..DigestDigits] : digest;
    }

    private static bool IsUnwantedExit(JsonElement happened) =>
        Text(happened, "type") == "exit"
        && happened.TryGetProperty("request", out var request) && request.ValueKind == JsonValueKind.Object
        && request.TryGetProperty("exit_event", out var exit) && exit.ValueKind == JsonValueKind.Object
        && exit.TryGetProperty("requested_stop", out var requested) && requested.ValueKind == JsonValueKind.False;

    private static JsonElement.ArrayEnumerator List(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A health check.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Status"><c>passing</c>, <c>warning</c> or <c>critical</c>.</param>
    internal sealed record Check(string Name, string Status);

    /// <summary>Something that happened to a machine.</summary>
    /// <param name="Type">Fly's word, such as <c>start</c>.</param>
    /// <param name="Source">Who did it: <c>user</c> for a call, <c>flyd</c> for the host.</param>
    /// <param name="At">When.</param>
    internal sealed record LastEvent(string Type, string Source, DateTimeOffset At)
    {
        internal static LastEvent Parse(JsonElement happened) => new(
            Text(happened, "type"), Text(happened, "source"),
            DateTimeOffset.FromUnixTimeMilliseconds(
                happened.TryGetProperty("timestamp", out var at) && at.TryGetInt64(out var milliseconds) ? milliseconds : 0));
    }
}

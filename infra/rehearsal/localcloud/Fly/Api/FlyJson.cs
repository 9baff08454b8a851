using System.Globalization;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.Checks;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>The API's JSON shapes.</summary>
internal static class FlyJson
{
    /// <summary>A time as RFC 3339 in UTC with milliseconds.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>An app.</summary>
    public static JsonObject App(AppRecord app, int machines) => new()
    {
        ["id"] = app.Id,
        ["name"] = app.Name,
        ["status"] = machines > 0 ? "deployed" : "pending",
        ["network"] = app.Network,
        ["internal_numeric_id"] = Math.Abs(StringComparer.Ordinal.GetHashCode(app.Id)) % 10_000_000,
        ["machine_count"] = machines,
        ["volume_count"] = app.Volumes.Count,
        ["organization"] = new JsonObject { ["name"] = app.Organization, ["slug"] = app.Organization },
        ["cname_target"] = $"{app.Id}.{app.Name}.fly.dev",
    };

    /// <summary>A machine. <paramref name="runner"/> is null when it is destroyed.</summary>
    public static JsonObject Machine(MachineRecord machine, MachineRunner? runner, string? nonce = null)
    {
        var config = JsonObject.Create(machine.Config)!;
        var dark = runner?.IsDark is true;
        var json = new JsonObject
        {
            ["id"] = machine.Id,
            ["name"] = machine.Name,
            ["state"] = MachineJournal.NameOf(machine.State),
            ["region"] = machine.Region,
            ["instance_id"] = machine.InstanceId,
            ["private_ip"] = machine.PrivateIp,
            ["image_ref"] = ImageReference((string)config["image"]!),
            ["created_at"] = Time(machine.CreatedAt),
            ["updated_at"] = Time(machine.UpdatedAt),
            [dark ? "incomplete_config" : "config"] = config,
            ["events"] = new JsonArray([.. machine.Events.Select(Event)]),
            ["checks"] = new JsonArray([.. (runner?.Checks.Results.Values ?? []).Select(Check)]),
            ["host_status"] = dark ? "unreachable" : "ok",
            ["cordoned"] = machine.Cordoned,
        };
        if (nonce is not null) json["nonce"] = nonce;
        return json;
    }

    /// <summary>An event.</summary>
    public static JsonObject Event(MachineEvent happened)
    {
        var json = new JsonObject
        {
            ["id"] = happened.Id,
            ["type"] = happened.Type,
            ["status"] = happened.Status,
            ["source"] = happened.Source,
            ["timestamp"] = happened.Timestamp,
        };
        if (happened.Exit is { } exit) json["request"] = new JsonObject
        {
            ["restart_count"] = happened.RestartCount,
            ["exit_event"] = new JsonObject
            {
                ["exit_code"] = exit.Code,
                ["guest_exit_code"] = exit.Code,
                ["guest_signal"] = exit.Code > 128 ? exit.Code - 128 : -1,
                ["requested_stop"] = exit.RequestedStop,
                ["restarting"] = exit.Restarting,
                ["oom_killed"] = false,
                ["signal"] = exit.Code > 128 ? exit.Code - 128 : -1,
                ["exited_at"] = Time(exit.At),
            },
        };
        return json;
    }

    /// <summary>A lease in its envelope.</summary>
    public static JsonObject Lease(MachineRecord machine, LeaseRecord lease) => new()
    {
        ["status"] = "success",
        ["data"] = new JsonObject
        {
            ["nonce"] = lease.Nonce,
            ["expires_at"] = lease.ExpiresAt.ToUnixTimeSeconds(),
            ["owner"] = lease.Owner,
            ["description"] = lease.Description,
            ["version"] = machine.InstanceId,
        },
    };

    private static JsonObject Check(HealthCheckResult check) => new()
    {
        ["name"] = check.Name,
        ["status"] = check.Status,
        ["output"] = check.Output,
        ["updated_at"] = Time(check.UpdatedAt),
    };

    private static JsonObject ImageReference(string image)
    {
        var (name, digest) = image.Split('@') is [var left, var right] ? (left, right) : (image, "");
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (repository, tag) = name[(slash + 1)..].Split(':') is [var first, var second] ? (first, second) : (name[(slash + 1)..], "");
        return new JsonObject
        {
            ["registry"] = slash > 0 ? name[..slash] : "",
            ["repository"] = repository,
            ["tag"] = tag,
            ["digest"] = digest,
            ["labels"] = new JsonObject(),
        };
    }
}

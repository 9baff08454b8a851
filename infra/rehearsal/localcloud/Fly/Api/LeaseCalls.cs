using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls on leases.</summary>
internal sealed class LeaseCalls(FlyCore core)
{
    private const string Path = "/apps/{app}/machines/{machine}/lease";
    private const int DefaultSeconds = 13;

    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        routes.MapLimited("GET", Path, "get", "machine", ShowAsync);
        routes.MapLimited("POST", Path, "lease", "machine", TakeAsync);
        routes.MapLimited("DELETE", Path, "release", "machine", ReleaseAsync);
    }

    private Task<FlyAnswer> ShowAsync(FlyCall call)
    {
        var machine = call.Machine;
        return Task.FromResult(machine.LeaseAt(core.Time.GetUtcNow()) is { } lease
            ? FlyAnswer.Ok(FlyJson.Lease(machine, lease))
            : Refusal(404, $"lease not found for machine ID {machine.Id}", "not_found"));
    }

    private Task<FlyAnswer> TakeAsync(FlyCall call)
    {
        var now = core.Time.GetUtcNow();
        var seconds = call.QueryDuration("ttl")?.TotalSeconds ?? call.Body["ttl"].Number(1, 86_400) ?? DefaultSeconds;
        if (seconds is < 1 or > 86_400) throw FlyProblem.Invalid("invalid ttl: value must be inside range [1s, 24h0m0s]");
        var description = call.Body["description"].Text();
        LeaseRecord? other = null;
        var refreshed = false;
        var machine = core.State.Change(call.Machine.Id, current =>
        {
            var held = current.LeaseAt(now);
            other = held is not null && held.Nonce != call.Nonce ? held : null;
            if (other is not null) return current;
            refreshed = held is not null;
            var lease = held ?? new LeaseRecord(FlyIds.Hex(16), now, FlyCore.Caller, description);
            return current with { Lease = lease with { ExpiresAt = now.AddSeconds(seconds) } };
        });
        return Task.FromResult(other is not null
            ? Refusal(409, FlyCore.Held(machine, other), "invalid")
            : new FlyAnswer(refreshed ? 200 : 201, FlyJson.Lease(machine, machine.Lease!)));
    }

    private Task<FlyAnswer> ReleaseAsync(FlyCall call)
    {
        var machine = call.Machine;
        if (machine.LeaseAt(core.Time.GetUtcNow()) is not { } lease)
            return Task.FromResult(Refusal(404, $"lease not found for machine ID {machine.Id}", "not_found"));
        if (lease.Nonce != call.Nonce) return Task.FromResult(Refusal(409, FlyCore.Held(machine, lease), "invalid"));
        core.State.Change(machine.Id, current => current with { Lease = null });
        return Task.FromResult(FlyAnswer.Empty);
    }

    private static FlyAnswer Refusal(int code, string message, string kind) => new(code, new JsonObject
    {
        ["status"] = "error",
        ["message"] = message,
        ["code"] = kind,
    });
}

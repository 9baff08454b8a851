using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls on IP assignments: the address is the identity, and every call gives another one (but for the shared v4).</summary>
internal sealed class IpCalls(FlyCore core)
{
    private const string All = "/apps/{app}/ip_assignments";
    private const string SharedAddress = "66.241.124.1";

    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        routes.Map("GET", All, call => Task.FromResult(FlyAnswer.Ok(new JsonObject
        {
            ["ips"] = new JsonArray([.. call.App.Ips.Select(pair => Show(pair.Key, pair.Value))]),
        })));
        routes.Map("POST", All, AssignAsync);
        routes.Map("DELETE", All + "/{ip}", ReleaseAsync);
    }

    private Task<FlyAnswer> AssignAsync(FlyCall call)
    {
        var type = call.Body["type"].Word("v6", "v4", "shared_v4", IpAssignment.Private);
        if (call.Body["network"].Text("default") is not ("" or "default")
            || (call.Body["org_slug"].Text() is { Length: > 0 } org && org != call.App.Organization))
            throw FlyProblem.Invalid("network, org_slug: an address in another network or organization is not offered by the local cloud");
        var address = type switch
        {
            "v4" => $"37.16.{Byte()}.{Byte()}",
            "shared_v4" => SharedAddress,
            IpAssignment.Private => $"fdaa:0:{FlyIds.Hex(4)}:0:1::{FlyIds.Hex(2)}",
            _ => $"2a09:8280:1::{FlyIds.Hex(2)}:{FlyIds.Hex(4)}:0",
        };
        var assignment = new IpAssignment(
            type, call.Body["region"].Text() is { Length: > 0 } region ? region : "global", call.Body["service_name"].Text(),
            core.Time.GetUtcNow());
        core.State.Change(call.App.Name, app => app with { Ips = app.Ips.SetItem(address, assignment) });
        return Task.FromResult(FlyAnswer.Ok(Show(address, assignment)));
    }

    private Task<FlyAnswer> ReleaseAsync(FlyCall call)
    {
        var address = call.Path("ip");
        if (!call.App.Ips.ContainsKey(address)) throw FlyProblem.NotFound($"IP address '{address}'");
        core.State.Change(call.App.Name, app => app with { Ips = app.Ips.Remove(address) });
        return Task.FromResult(FlyAnswer.Empty);
    }

    private static int Byte() => Convert.ToInt32(FlyIds.Hex(2), 16);

    private static JsonObject Show(string address, IpAssignment ip) => new()
    {
        ["ip"] = address,
        ["region"] = ip.Region,
        ["service_name"] = ip.ServiceName,
        ["shared"] = ip.Type == "shared_v4",
        ["created_at"] = FlyJson.Time(ip.CreatedAt),
    };
}

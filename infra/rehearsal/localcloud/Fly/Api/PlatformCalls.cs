using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls on the platform itself.</summary>
internal sealed class PlatformCalls(FlyCore core)
{
    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        routes.Map("GET", "/platform/regions", _ => Task.FromResult(FlyAnswer.Ok(new JsonObject
        {
            ["regions"] = new JsonArray([.. Regions.ByCode.Values.OrderBy(region => region.Code, StringComparer.Ordinal).Select(Show)]),
            ["nearest"] = "iad",
        })));
        routes.Map("POST", "/platform/placements", call => Task.FromResult(FlyAnswer.Ok(Place(call))));
        routes.Map("GET", "/tokens/current", _ => Task.FromResult(FlyAnswer.Ok(new JsonObject
        {
            ["tokens"] = new JsonArray(new JsonObject { ["user"] = FlyCore.Caller, ["organization"] = "*" }),
        })));
    }

    private JsonObject Place(FlyCall call)
    {
        var count = call.Body["count"].Number(1, 1000) ?? 1;
        var regions = Regions.Candidates(call.Body["region"].Text("any"));
        if (regions.Count == 0) throw FlyProblem.Invalid($"region '{call.Body["region"].Text()}' not found");
        return new JsonObject
        {
            ["regions"] = new JsonArray([.. regions.Where(region => !core.IsDark(region))
                .Select(region => new JsonObject { ["region"] = region, ["count"] = count })]),
        };
    }

    private static JsonObject Show(Region region) => new()
    {
        ["code"] = region.Code,
        ["name"] = region.Name,
        ["geo_region"] = region.GeoRegion,
        ["latitude"] = region.Latitude,
        ["longitude"] = region.Longitude,
        ["gateway_available"] = region.Code is not ("gru" or "jnb"),
        ["requires_paid_plan"] = false,
        ["deprecated"] = false,
    };
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls that tell what a machine went through.</summary>
internal sealed class MachineHistoryCalls
{
    private const int DefaultEvents = 20;
    private const int MostEvents = 50;

    /// <summary>Adds them.</summary>
    public static void Map(FlyRoutes routes)
    {
        routes.MapLimited("GET", "/apps/{app}/machines/{machine}/events", "events", "machine", EventsAsync);
        routes.MapLimited("GET", "/apps/{app}/machines/{machine}/versions", "versions", "machine", VersionsAsync);
    }

    private static Task<FlyAnswer> EventsAsync(FlyCall call)
    {
        var limit = call.Query("limit") is { Length: > 0 } text
            ? int.TryParse(text, CultureInfo.InvariantCulture, out var given) && given is >= 1 and <= MostEvents
                ? given
                : throw FlyProblem.Invalid($"invalid limit: value must be inside range [1, {MostEvents}]")
            : DefaultEvents;
        return Task.FromResult(FlyAnswer.Ok(new JsonArray([.. call.AnyMachine.Events.Take(limit).Select(FlyJson.Event)])));
    }

    private static Task<FlyAnswer> VersionsAsync(FlyCall call) => Task.FromResult(FlyAnswer.Ok(new JsonArray(
        [.. call.AnyMachine.Versions.Select(
            version => new JsonObject { ["version"] = version.Id, ["user_config"] = JsonObject.Create(version.Config) })])));
}

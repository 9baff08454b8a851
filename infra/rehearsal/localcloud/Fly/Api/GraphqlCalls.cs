using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>
/// The one query of Fly's GraphQL that flyctl's machine commands need: the app that a machine to be destroyed belongs to. Everything else
/// is
/// an error that names the query, as GraphQL tells errors.
/// </summary>
internal sealed partial class GraphqlCalls(FlyCore core)
{
    /// <summary>Path of the API, which stands beside the Machines API's.</summary>
    public const string Path = "/graphql";

    /// <summary>Adds it.</summary>
    public void Map(FlyRoutes routes) => routes.MapAt("POST", Path, call => Task.FromResult(FlyAnswer.Ok(Answer(call))));

    private JsonObject Answer(FlyCall call)
    {
        var query = call.Body["query"].Text();
        var asked = FirstField().Match(query) is { Success: true } field ? field.Groups[1].Value : query;
        if (!AppByName().IsMatch(query))
            return Error(
                $"'{asked}' is not offered by the local cloud: of Fly's GraphQL only 'app(name: $appName)' is, as flyctl's machine "
                    + $"commands ask it");
        var name = call.Body["variables"]["appName"].Text();
        return core.State.App(name) is not { } app
            ? Error("Could not find App", "NOT_FOUND")
            : new JsonObject { ["data"] = new JsonObject { [asked] = Show(app) } };
    }

    private JsonObject Show(AppRecord app)
    {
        var machines = core.State.MachinesOf(app.Name).Count(machine => machine.State != MachineState.Destroyed);
        var shown = FlyJson.App(app, machines);
        return new JsonObject
        {
            ["id"] = app.Name,
            ["internalNumericId"] = shown["internal_numeric_id"]!.DeepClone(),
            ["name"] = app.Name,
            ["hostname"] = $"{app.Name}.fly.dev",
            ["cnameTarget"] = shown["cname_target"]!.DeepClone(),
            ["deployed"] = machines > 0,
            ["network"] = app.Network,
            ["status"] = shown["status"]!.DeepClone(),
            ["appUrl"] = $"https://{app.Name}.fly.dev",
            ["platformVersion"] = "machines",
            ["organization"] = new JsonObject
            {
                ["id"] = app.Organization,
                ["internalNumericId"] = "1",
                ["slug"] = app.Organization,
                ["paidPlan"] = true,
            },
            ["postgresAppRole"] = null,
        };
    }

    private static JsonObject Error(string message, string code = "UNPROCESSABLE") => new()
    {
        ["data"] = null,
        ["errors"] = new JsonArray(new JsonObject { ["message"] = message, ["extensions"] = new JsonObject { ["code"] = code } }),
    };

    [GeneratedRegex(@"^[^{]*\{\s*(\w+)")]
    private static partial Regex FirstField();

    [GeneratedRegex(@"^\s*query\s*\(\s*\$appName\s*:\s*String!\s*\)\s*\{\s*\w+\s*:\s*app\s*\(\s*name\s*:\s*\$appName\s*\)")]
    private static partial Regex AppByName();
}

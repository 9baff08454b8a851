using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls on apps.</summary>
internal sealed partial class AppCalls(FlyCore core)
{
    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        routes.Map("GET", "/apps", ListAsync);
        routes.Map("POST", "/apps", CreateAsync);
        routes.Map("GET", "/apps/{app}", call => Task.FromResult(FlyAnswer.Ok(Show(call.App))));
        routes.Map("DELETE", "/apps/{app}", DeleteAsync);
    }

    private Task<FlyAnswer> ListAsync(FlyCall call)
    {
        var apps = core.State.Apps.Where(app => call.Query("org_slug") is var slug && (slug.Length == 0 || app.Organization == slug))
            .ToList();
        return Task.FromResult(FlyAnswer.Ok(new JsonObject
        {
            ["total_apps"] = apps.Count,
            ["apps"] = new JsonArray([.. apps.Select(Show)]),
        }));
    }

    private Task<FlyAnswer> CreateAsync(FlyCall call)
    {
        // Older pages of the API's documentation call the field app_name.
        var name = call.Body["name"].Text(call.Body["app_name"].Text());
        if (!NamePattern().IsMatch(name))
            throw new FlyProblem(
                422,
                $"Validation failed: Name '{name}' may only contain lowercase letters, numbers, and dashes, and must start with a letter");
        var organization = call.Body["org_slug"].Text();
        if (organization.Length == 0) throw new FlyProblem(422, "Validation failed: org_slug is required");
        if (call.Body["app_role_id"].Text().Length > 0)
            throw FlyProblem.Invalid("app_role_id: app roles are not offered by the local cloud");
        var app = new AppRecord
        {
            Name = name,
            Id = FlyIds.Hex(16),
            Organization = organization,
            Network = call.Body["network"].Text() is { Length: > 0 } network ? network : "default",
            CreatedAt = core.Time.GetUtcNow(),
        };
        return core.State.TryAdd(app)
            ? Task.FromResult(new FlyAnswer(201, Show(app)))
            : throw new FlyProblem(422, "Validation failed: Name has already been taken", "name_taken");
    }

    private async Task<FlyAnswer> DeleteAsync(FlyCall call)
    {
        var app = call.App;
        var live = core.State.MachinesOf(app.Name).Count(machine => machine.State != MachineState.Destroyed);
        if (live > 0 && !call.QueryFlag("force"))
            throw new FlyProblem(422, $"app {app.Name} still has {live} machines; destroy them first or use force=true");
        await core.Fleet.RemoveAppAsync(app.Name);
        return new FlyAnswer(202, null);
    }

    private JsonObject Show(AppRecord app) =>
        FlyJson.App(app, core.State.MachinesOf(app.Name).Count(machine => machine.State != MachineState.Destroyed));

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z")]
    private static partial Regex NamePattern();
}

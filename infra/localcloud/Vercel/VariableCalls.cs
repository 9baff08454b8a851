using System.Collections.Frozen;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Vercel;

/// <summary>Calls on environment variables.</summary>
internal sealed partial class VariableCalls(ProjectStore store, TimeProvider time)
{
    private static readonly FrozenSet<string> Properties =
        new[] { "key", "value", "type", "target", "gitBranch", "comment", "customEnvironmentIds" }.ToFrozenSet();
    private static readonly FrozenSet<string> Types = new[] { "plain", "encrypted", VercelVariable.Sensitive, "system" }.ToFrozenSet();
    private static readonly FrozenSet<string> Targets = new[] { "production", "preview", "development" }.ToFrozenSet();

    /// <summary>Adds them.</summary>
    public void Map(VercelRoutes routes)
    {
        routes.Map("GET", "projects/{project}/env", ListAsync);
        routes.Map("GET", "projects/{project}/env/{variable}", http =>
            Task.FromResult<JsonNode?>(Find(store.Find(VercelRoutes.Part(http, "project")), http).Show(decrypt: true)));
        routes.Map("POST", "projects/{project}/env", AddAsync);
        routes.Map("PATCH", "projects/{project}/env/{variable}", ChangeAsync);
        routes.Map("DELETE", "projects/{project}/env/{variable}", RemoveAsync);
    }

    /// <summary>Reads a new variable.</summary>
    /// <exception cref="VercelProblem">400: something is wrong with it.</exception>
    public static VercelVariable Read(JsonObject body, long now)
    {
        VercelBody.Only(body, Properties);
        var variable = new VercelVariable
        {
            Id = ProjectStore.NewId("", 16),
            Key = VercelBody.Text(body, "key") ?? throw VercelProblem.Invalid("missing required property `key`."),
            Value = VercelBody.Text(body, "value") ?? throw VercelProblem.Invalid("missing required property `value`."),
            Type = VercelBody.Text(body, "type") ?? "encrypted",
            Targets = VercelBody.Texts(body, "target"),
            GitBranch = VercelBody.Text(body, "gitBranch"),
            Comment = VercelBody.Text(body, "comment"),
            CustomEnvironmentIds = VercelBody.Texts(body, "customEnvironmentIds"),
            CreatedAt = now,
            UpdatedAt = now,
        };
        return Validate(variable);
    }

    private static VercelVariable Validate(VercelVariable variable)
    {
        if (!KeyPattern().IsMatch(variable.Key))
            throw new VercelProblem(400, "invalid_key", $"The environment variable name \"{variable.Key}\" contains invalid characters.");
        if (!Types.Contains(variable.Type)) throw VercelProblem.Invalid("`type` should be one of encrypted, plain, sensitive, system.");
        if (variable.Targets.IsEmpty && variable.CustomEnvironmentIds.IsEmpty)
            throw VercelProblem.Invalid("missing required property `target`.");
        if (variable.Targets.FirstOrDefault(target => !Targets.Contains(target)) is not null)
            throw VercelProblem.Invalid("`target` should be one of development, preview, production.");
        if (variable.Type == VercelVariable.Sensitive && variable.Targets.Contains("development"))
            throw new VercelProblem(400, "bad_request", "You cannot set a Sensitive Environment Variable's target to development.");
        return variable;
    }

    private Task<JsonNode?> ListAsync(HttpContext http)
    {
        var decrypt = http.Request.Query["decrypt"] == "true";
        return Task.FromResult<JsonNode?>(new JsonObject
        {
            ["envs"] = new JsonArray([.. store.Find(VercelRoutes.Part(http, "project")).Variables.Select(variable => variable.Show(decrypt))]),
        });
    }

    private async Task<JsonNode?> AddAsync(HttpContext http)
    {
        var body = await VercelBody.ReadAnyAsync(http.Request);
        var items = body switch
        {
            JsonObject one => [one],
            JsonArray many when many.All(item => item is JsonObject) => many.Cast<JsonObject>().ToList(),
            _ => throw VercelProblem.Invalid("body must be an object or an array of objects."),
        };
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var added = items.ConvertAll(item => Read(item, now));
        var upsert = http.Request.Query["upsert"] == "true";
        store.Change(VercelRoutes.Part(http, "project"), project => project with { Variables = Join(project.Variables, added, upsert) });
        http.Response.StatusCode = 201;
        var shown = added.ConvertAll(variable => variable.Show(decrypt: false));
        return new JsonObject
        {
            ["created"] = body is JsonObject ? shown[0] : new JsonArray([.. shown]),
            ["failed"] = new JsonArray(),
        };
    }

    private static List<VercelVariable> Join(IReadOnlyList<VercelVariable> old, List<VercelVariable> added, bool upsert)
    {
        var joined = old.ToList();
        foreach (var variable in added)
        {
            if (upsert) joined.RemoveAll(variable.Collides);
            RequireAlone(joined, variable);
            joined.Add(variable);
        }

        return joined;
    }

    private async Task<JsonNode?> ChangeAsync(HttpContext http)
    {
        var body = await VercelBody.ReadAsync(http.Request, Properties);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        VercelVariable? changed = null;
        store.Change(VercelRoutes.Part(http, "project"), project =>
        {
            var old = Find(project, http);
            if (old.Type == VercelVariable.Sensitive && VercelBody.Text(body, "type") is { } type && type != old.Type)
                throw new VercelProblem(400, "bad_request", "You cannot change the type of a Sensitive Environment Variable.");
            changed = Validate(old with
            {
                Key = VercelBody.Text(body, "key") ?? old.Key,
                Value = VercelBody.Text(body, "value") ?? old.Value,
                Type = VercelBody.Text(body, "type") ?? old.Type,
                Targets = body.ContainsKey("target") ? VercelBody.Texts(body, "target") : old.Targets,
                GitBranch = body.ContainsKey("gitBranch") ? VercelBody.Text(body, "gitBranch") : old.GitBranch,
                Comment = VercelBody.Text(body, "comment") ?? old.Comment,
                UpdatedAt = now,
            });
            var rest = project.Variables.Where(variable => variable.Id != old.Id).ToList();
            RequireAlone(rest, changed);
            return project with { Variables = [.. rest, changed] };
        });
        return changed!.Show(decrypt: false);
    }

    private Task<JsonNode?> RemoveAsync(HttpContext http)
    {
        VercelVariable? removed = null;
        store.Change(VercelRoutes.Part(http, "project"), project =>
        {
            removed = Find(project, http);
            return project with { Variables = [.. project.Variables.Where(variable => variable.Id != removed.Id)] };
        });
        return Task.FromResult<JsonNode?>(removed!.Show(decrypt: false));
    }

    private static VercelVariable Find(VercelProject project, HttpContext http) =>
        project.Variables.FirstOrDefault(variable => variable.Id == VercelRoutes.Part(http, "variable"))
        ?? throw new VercelProblem(404, "env_not_found", "The environment variable was not found.");

    private static void RequireAlone(IReadOnlyList<VercelVariable> others, VercelVariable variable)
    {
        if (others.Any(variable.Collides)) throw new VercelProblem(400, "ENV_CONFLICT",
            $"A variable with the name `{variable.Key}` already exists for the target {string.Join(",", variable.Targets)} on branch {variable.GitBranch ?? "undefined"}");
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex KeyPattern();
}

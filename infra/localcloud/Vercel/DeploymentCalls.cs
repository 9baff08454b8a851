using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Vercel;

/// <summary>Calls on deployments. A deployment is recorded and at once ready: the local cloud builds no frontend.</summary>
internal sealed class DeploymentCalls(ProjectStore store, TimeProvider time)
{
    /// <summary>Adds them.</summary>
    public void Map(VercelRoutes routes)
    {
        routes.Map("POST", "deployments", CreateAsync);
        routes.Map("GET", "deployments", http =>
        {
            var project = http.Request.Query["projectId"].ToString();
            var found = (project.Length == 0 ? store.All : [store.Find(project)]).SelectMany(one => one.Deployments);
            return Task.FromResult<JsonNode?>(new JsonObject { ["deployments"] = new JsonArray([.. found.Select(one => one.DeepClone())]) });
        });
        routes.Map("GET", "deployments/{deployment}", http => Task.FromResult<JsonNode?>(Find(http).Deployment.DeepClone()));
        routes.Map("DELETE", "deployments/{deployment}", http =>
        {
            var (project, found) = Find(http);
            store.Change(project.Id, current => current with { Deployments = [.. current.Deployments.Where(one => (string?)one["id"] != (string?)found["id"])] });
            return Task.FromResult<JsonNode?>(new JsonObject { ["uid"] = (string?)found["id"], ["state"] = "DELETED" });
        });
    }

    private async Task<JsonNode?> CreateAsync(HttpContext http)
    {
        if (await VercelBody.ReadAnyAsync(http.Request) is not JsonObject body) throw VercelProblem.Invalid("body must be an object.");
        var name = VercelBody.Text(body, "project") ?? VercelBody.Text(body, "name") ?? throw VercelProblem.Invalid("missing required property `name`.");
        var project = store.Find(name);
        var (now, id) = (time.GetUtcNow().ToUnixTimeMilliseconds(), ProjectStore.NewId("dpl_", 28));

        // Vercel makes the first deployment of a project its production one, whatever was asked for.
        var production = VercelBody.Text(body, "target") == "production" || project.Deployments.Count == 0;
        var deployment = new JsonObject
        {
            ["id"] = id,
            ["uid"] = id,
            ["name"] = project.Name,
            ["projectId"] = project.Id,
            ["url"] = $"{project.Name}-{id[4..13].ToLowerInvariant()}.vercel.app",
            ["target"] = production ? "production" : null,
            ["readyState"] = "READY",
            ["status"] = "READY",
            ["alias"] = new JsonArray([.. production ? project.Domains.Select(domain => JsonValue.Create((string?)domain["name"])) : []]),
            ["gitSource"] = body["gitSource"]?.DeepClone(),
            ["meta"] = body["meta"]?.DeepClone() ?? new JsonObject(),
            ["createdAt"] = now,
            ["ready"] = now,
        };
        store.Change(project.Id, current => current with { Deployments = [deployment, .. current.Deployments] });
        return deployment.DeepClone();
    }

    private (VercelProject Project, JsonObject Deployment) Find(HttpContext http)
    {
        var wanted = VercelRoutes.Part(http, "deployment");
        foreach (var project in store.All)
            if (project.Deployments.FirstOrDefault(one => (string?)one["id"] == wanted || (string?)one["url"] == wanted) is { } found)
                return (project, found);
        throw new VercelProblem(404, "not_found", "The deployment was not found.");
    }
}

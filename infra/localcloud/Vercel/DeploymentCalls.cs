using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Vercel;

/// <summary>Calls on deployments. A deployment is recorded and at once ready: the local cloud builds no frontend.</summary>
internal sealed class DeploymentCalls(ProjectStore store, FileStore files)
{
    /// <summary>Serves them.</summary>
    public void Map(VercelRoutes routes)
    {
        routes.Map("createDeployment", Create);
        routes.Map("getDeployments", List);
        routes.Map("getDeployment", call => Find(call).Deployment.DeepClone());
        routes.Map("getDeploymentEvents", call =>
        {
            Find(call);
            return new JsonArray();
        });
        routes.Map("deleteDeployment", call =>
        {
            var (project, found) = Find(call);
            store.Change(project.Id, current => current with { Deployments = [.. current.Deployments.Where(one => (string?)one["id"] != (string?)found["id"])] });
            return new JsonObject { ["uid"] = (string?)found["id"], ["state"] = "DELETED" };
        });
    }

    /// <summary>Makes a deployment.</summary>
    /// <param name="idOrName">The project.</param>
    /// <param name="production">Whether it takes over the project's domains; a project's first one always does.</param>
    /// <param name="more">What else it shows.</param>
    public JsonObject Make(string idOrName, bool production, JsonObject more)
    {
        var (now, id) = (store.Now(), ProjectStore.NewId("dpl_", 28));
        JsonObject? made = null;
        store.Change(idOrName, project =>
        {
            production |= project.Deployments.Count == 0;
            made = New(project, id, production, now);
            foreach (var (name, value) in more) made[name] = value?.DeepClone();
            return project with { Deployments = [made, .. project.Deployments], UpdatedAt = now };
        });
        return made!.DeepClone().AsObject();
    }

    private static JsonObject New(VercelProject project, string id, bool production, long now)
    {
        var url = $"{project.Name}-{id[4..13].ToLowerInvariant()}.vercel.app";
        return new JsonObject
        {
            ["id"] = id,
            ["uid"] = id,
            ["name"] = project.Name,
            ["projectId"] = project.Id,
            ["project"] = new JsonObject { ["id"] = project.Id, ["name"] = project.Name, ["framework"] = project.Settings["framework"]?.DeepClone() },
            ["ownerId"] = LocalTeam.Id,
            ["url"] = url,
            ["inspectorUrl"] = null,
            ["target"] = production ? "production" : null,
            ["type"] = "LAMBDAS",
            ["plan"] = "pro",
            ["version"] = 2,
            ["public"] = false,
            ["source"] = "cli",
            ["regions"] = new JsonArray("iad1"),
            ["readyState"] = "READY",
            ["status"] = "READY",
            ["state"] = "READY",
            ["alias"] = new JsonArray([.. production ? project.Domains.Select(domain => JsonValue.Create((string?)domain["name"])) : [JsonValue.Create(url)]]),
            ["aliasAssigned"] = now,
            ["aliasError"] = null,
            ["creator"] = LocalTeam.Creator(),
            ["meta"] = new JsonObject(),
            ["created"] = now,
            ["createdAt"] = now,
            ["buildingAt"] = now,
            ["ready"] = now,
        };
    }

    private JsonObject Create(VercelCall call)
    {
        var body = call.Body;
        var project = Project(VercelBody.Text(body, "project") ?? VercelBody.Text(body, "name")!, body["gitSource"] is null);
        var missing = files.Missing((body["files"] as JsonArray ?? []).Select(file => (string?)file!["sha"]).OfType<string>());
        if (missing.Count > 0) throw new VercelProblem(400, "missing_files", "Missing files")
        {
            Details = new JsonObject { ["missing"] = new JsonArray([.. missing.Select(digest => JsonValue.Create(digest))]) },
        };
        var more = new JsonObject();
        foreach (var name in (string[])["meta", "gitSource", "source", "regions"])
            if (body[name] is { } value) more[name] = value.DeepClone();
        if ((bool?)body["autoAssignCustomDomains"] == false) more["alias"] = new JsonArray();
        return Make(project, VercelBody.Text(body, "target") == "production", more);
    }

    // Files may be deployed to a project that there is not yet: it comes with its first deployment.
    private string Project(string name, bool files)
    {
        if (!files || store.All.Any(project => project.Id == name || project.Name == name)) return store.Find(name).Id;
        var (id, now) = (ProjectStore.NewId("prj_", 28), store.Now());
        return store.Add(new VercelProject { Id = id, Name = name, CreatedAt = now, UpdatedAt = now, Domains = [DomainCalls.New(name + ".vercel.app", id, now)] }).Id;
    }

    private JsonObject List(VercelCall call)
    {
        var projects = (call.Query("projectId") ?? call.Query("app")) is { } wanted ? [store.Find(wanted)] : store.All;
        var found = projects.SelectMany(project => project.Deployments);
        if (call.Query("state") is { } states) found = found.Where(one => states.Split(',').Contains((string?)one["state"]));
        if (call.Query("target") is { } target) found = found.Where(one => ((string?)one["target"] ?? "preview") == target);
        if (call.Query("branch") is { } branch) found = found.Where(one => (string?)one["gitSource"]?["ref"] == branch);
        if (call.Number("from") is { } from) found = found.Where(one => (long)one["created"]! >= from);
        if (call.Number("to") is { } to) found = found.Where(one => (long)one["created"]! <= to);
        return Page.Of(call, "deployments", found.Select(one => ((long)one["created"]!, one.DeepClone().AsObject())));
    }

    private (VercelProject Project, JsonObject Deployment) Find(VercelCall call)
    {
        var wanted = call.Part("deployment");
        foreach (var project in store.All)
            if (project.Deployments.FirstOrDefault(one => (string?)one["id"] == wanted || (string?)one["url"] == wanted) is { } found)
                return (project, found);
        throw new VercelProblem(404, "not_found", "The deployment was not found.");
    }
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.Routing;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>
/// Calls on deployments. One that was just made is queued, and ready whenever somebody looks again: the local cloud builds no frontend.
/// </summary>
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
            var id = (string)found["id"]!;
            store.Change(call.Team, project.Id, current => current with
            {
                Deployments = [.. current.Deployments.Where(one => (string?)one["id"] != id)],
                Environments = current.Environments.Remove(id),
            });
            return new JsonObject { ["uid"] = id, ["state"] = "DELETED" };
        });
    }

    /// <summary>Makes a deployment, as it is when its maker hears of it: not ready yet, and without its domains.</summary>
    public JsonObject Make(VercelProject of, DeploymentOrder order)
    {
        var (now, id) = (store.Now(), ProjectStore.NewId("dpl_", 28));
        JsonObject? made = null;
        store.Change(of.Team, of.Id, project =>
        {
            var ordered = order with { IsProduction = order.IsProduction || project.Deployments.Count == 0 };
            made = DeploymentAnswer.New(project, id, ordered, now);
            return project with
            {
                Deployments = [made, .. project.Deployments],
                Environments = project.Environments.SetItem(id, ordered.Environment(project)),
                UpdatedAt = now,
            };
        });
        return DeploymentAnswer.Queued(made!);
    }

    private JsonObject Create(VercelCall call)
    {
        var body = call.Body;
        var project = Project(call.Team, VercelBody.Text(body, "project") ?? VercelBody.Text(body, "name")!, body["gitSource"] is null);
        var missing = files.Missing((body["files"] as JsonArray ?? []).Select(file => (string?)file!["sha"]).OfType<string>());
        if (missing.Count > 0) throw new VercelProblem(400, "missing_files", "Missing files")
        {
            Details = new JsonObject { ["missing"] = new JsonArray([.. missing.Select(digest => JsonValue.Create(digest))]) },
        };
        var shown = new JsonObject();
        foreach (var name in (string[])["meta", "gitSource", "source", "regions"])
            if (body[name] is { } value) shown[name] = value.DeepClone();
        return Make(project, new DeploymentOrder
        {
            IsProduction = VercelBody.Text(body, "target") == "production",
            Branch = (string?)(body["gitSource"] as JsonObject)?["ref"],
            LeavesDomains = (bool?)body["autoAssignCustomDomains"] == false,
            Variables = (body["env"] as JsonObject ?? []).ToImmutableSortedDictionary(
                variable => variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal),
            Shown = shown,
        });
    }

    // Files may be deployed to a project that there is not yet: it comes with its first deployment.
    private VercelProject Project(string team, string name, bool files)
    {
        if (!files || store.Of(team).Any(project => project.Id == name || project.Name == name)) return store.Find(team, name);
        var now = store.Now();
        return store.Add(
            new VercelProject { Id = ProjectStore.NewId("prj_", 28), Team = team, Name = name, CreatedAt = now, UpdatedAt = now });
    }

    private JsonObject List(VercelCall call)
    {
        var projects = (call.Query("projectId") ?? call.Query("app")) is { } wanted ? [store.Find(call.Team, wanted)] : store.Of(call.Team);
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
        foreach (var project in store.Of(call.Team))
            if (project.Deployments.FirstOrDefault(one => (string?)one["id"] == wanted || (string?)one["url"] == wanted) is { } found)
                return (project, found);
        throw new VercelProblem(404, "not_found", "The deployment was not found.");
    }
}

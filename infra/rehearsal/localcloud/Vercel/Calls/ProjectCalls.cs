using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Vercel.Routing;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>Calls on projects and their deployment retention.</summary>
internal sealed partial class ProjectCalls(ProjectStore store)
{
    // Not set, it is off; a project that is made without a word of it gets this.
    private const string StandardProtection = "all_except_custom_domains";

    /// <summary>Serves them.</summary>
    public void Map(VercelRoutes routes)
    {
        routes.Map("getProjects", List);
        routes.Map("createProject", Create);
        routes.Map("getProject", call => ProjectAnswer.Of(store.Find(call.Team, call.Part("project"))));
        routes.Map("updateProject", Update);
        routes.Map("deleteProject", call =>
        {
            store.Remove(call.Team, call.Part("project"));
            return null;
        });
        routes.Map("updateDeploymentExpiration", SetRetention);
        routes.Map("getCustomEnvironments", call =>
        {
            store.Find(call.Team, call.Part("project"));
            return new JsonObject { ["accountLimit"] = new JsonObject { ["total"] = 0 }, ["environments"] = new JsonArray() };
        });
    }

    private JsonObject List(VercelCall call)
    {
        var found = store.Of(call.Team);
        if (call.Query("search") is { } search)
            found = found.Where(project => project.Name.Contains(search, StringComparison.OrdinalIgnoreCase));
        if (call.Query("repo") is { } repo) found = found.Where(project => ProjectLink.RepositoryOf(project.Link) == repo);
        if (call.Number("from") is { } from) found = found.Where(project => project.UpdatedAt < from);
        var shown = found.Select(project => (project.UpdatedAt, ProjectAnswer.Of(project)));
        if (call.Flag("gitForkProtection") is { } forks) shown = shown.Where(project => (bool)project.Item2["gitForkProtection"]! == forks);
        return Page.Of(call, "projects", shown);
    }

    private JsonObject Create(VercelCall call)
    {
        var (body, now) = (call.Body, store.Now());
        var name = RequireName(VercelBody.Text(body, "name")!);
        var settings = Changed(new JsonObject(), body);
        if (!body.ContainsKey("ssoProtection")) settings["ssoProtection"] = new JsonObject { ["deploymentType"] = StandardProtection };
        var project = new VercelProject
        {
            Id = ProjectStore.NewId("prj_", 28),
            Team = call.Team,
            Name = name,
            CreatedAt = now,
            UpdatedAt = now,
            Settings = settings,
            Link = body["gitRepository"] is JsonObject repository ? ProjectLink.Of(repository, now) : null,
            Variables = [.. (body["environmentVariables"] as JsonArray ?? []).Select(
                item => VariableCalls.Read((JsonObject)item!, store.Now()))],
        };
        return ProjectAnswer.Of(store.Add(project));
    }

    private JsonObject Update(VercelCall call) => ProjectAnswer.Of(store.Change(call.Team, call.Part("project"), project => project with
    {
        Name = VercelBody.Text(call.Body, "name") is { } name ? RequireName(name) : project.Name,
        Settings = Changed(project.Settings, call.Body),
        UpdatedAt = store.Now(),
    }));

    private JsonObject SetRetention(VercelCall call)
    {
        var project = store.Change(call.Team, call.Part("project"), project =>
        {
            var changed = project.Expiration.DeepClone().AsObject();
            foreach (var (name, value) in call.Body)
                if (value is not null) changed[name] = value.DeepClone();
            return project with { Expiration = changed, UpdatedAt = store.Now() };
        });
        return new JsonObject { ["deploymentExpiration"] = Retention.Periods(project.Expiration) };
    }

    // A null takes a setting away; what is an object and can be set in part keeps its other parts.
    private static JsonObject Changed(JsonObject settings, JsonObject body)
    {
        var changed = settings.DeepClone().AsObject();
        foreach (var (name, value) in body)
        {
            if (name is "name" or "gitRepository" or "environmentVariables") continue;
            if (value is null || (value as JsonObject)?["deploymentType"]?.ToString() == "none") changed.Remove(name);
            else if (name is "resourceConfig" or "oidcTokenConfig" && changed[name] is JsonObject old) Merge(old, value.AsObject());
            else changed[name] = VercelBody.WithoutNulls(value);
        }

        return changed;
    }

    private static void Merge(JsonObject old, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is null) old.Remove(name);
            else old[name] = value.DeepClone();
        }
    }

    private static string RequireName(string name) => NamePattern().IsMatch(name) && !name.Contains("---", StringComparison.Ordinal)
        ? name
        : throw VercelProblem.Invalid(
            "Project names can be up to 100 characters long and must be lowercase. They can include letters, digits, "
                + "and the following characters: '.', '_', '-'. However, they cannot contain the sequence '---'.");

    [GeneratedRegex(@"^[a-z0-9._-]{1,100}\z")]
    private static partial Regex NamePattern();
}

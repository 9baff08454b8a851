using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Vercel;

/// <summary>Calls on a project's domains.</summary>
internal sealed class DomainCalls(ProjectStore store, TimeProvider time)
{
    private static readonly FrozenSet<string> Properties =
        new[] { "name", "gitBranch", "customEnvironmentId", "redirect", "redirectStatusCode" }.ToFrozenSet();

    /// <summary>Adds them.</summary>
    public void Map(VercelRoutes routes)
    {
        routes.Map("GET", "projects/{project}/domains", http =>
        {
            var domains = store.Find(VercelRoutes.Part(http, "project")).Domains;
            return Task.FromResult<JsonNode?>(new JsonObject { ["domains"] = new JsonArray([.. domains.Select(domain => domain.DeepClone())]) });
        });
        routes.Map("POST", "projects/{project}/domains", AddAsync);
        routes.Map("GET", "projects/{project}/domains/{domain}", http =>
            Task.FromResult<JsonNode?>(Find(store.Find(VercelRoutes.Part(http, "project")), http).DeepClone()));
        routes.Map("PATCH", "projects/{project}/domains/{domain}", ChangeAsync);
        routes.Map("DELETE", "projects/{project}/domains/{domain}", RemoveAsync);
    }

    /// <summary>A domain as the API shows it; ownership is taken as proved.</summary>
    public static JsonObject New(string name, string project, long now) => new()
    {
        ["name"] = name,
        ["apexName"] = string.Join('.', name.Split('.')[^2..]),
        ["projectId"] = project,
        ["redirect"] = null,
        ["redirectStatusCode"] = null,
        ["gitBranch"] = null,
        ["customEnvironmentId"] = null,
        ["verified"] = true,
        ["createdAt"] = now,
        ["updatedAt"] = now,
    };

    private async Task<JsonNode?> AddAsync(HttpContext http)
    {
        var body = await VercelBody.ReadAsync(http.Request, Properties);
        var name = VercelBody.Text(body, "name")?.ToLowerInvariant() ?? throw VercelProblem.Invalid("missing required property `name`.");
        if (!name.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(name) != UriHostNameType.Dns)
            throw new VercelProblem(400, "invalid_domain", $"The domain name \"{name}\" is not valid.");
        if (store.All.SelectMany(project => project.Domains).Any(domain => (string?)domain["name"] == name))
            throw new VercelProblem(409, "domain_already_in_use", $"Cannot add {name} since it's already in use by one of your projects.");
        var project = store.Find(VercelRoutes.Part(http, "project"));
        var domain = Apply(New(name, project.Id, Now), body);
        store.Change(project.Id, current => current with { Domains = [.. current.Domains, domain] });
        return domain.DeepClone();
    }

    private async Task<JsonNode?> ChangeAsync(HttpContext http)
    {
        var body = await VercelBody.ReadAsync(http.Request, Properties);
        JsonObject? changed = null;
        store.Change(VercelRoutes.Part(http, "project"), project =>
        {
            var old = Find(project, http);
            changed = Apply(old.DeepClone().AsObject(), body);
            return project with { Domains = [.. project.Domains.Select(domain => domain == old ? changed : domain)] };
        });
        return changed!.DeepClone();
    }

    private Task<JsonNode?> RemoveAsync(HttpContext http)
    {
        store.Change(VercelRoutes.Part(http, "project"), project =>
        {
            var old = Find(project, http);
            return project with { Domains = [.. project.Domains.Where(domain => domain != old)] };
        });
        return Task.FromResult<JsonNode?>(new JsonObject());
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private JsonObject Apply(JsonObject domain, JsonObject body)
    {
        foreach (var (name, value) in body.Where(property => property.Key != "name")) domain[name] = value?.DeepClone();
        domain["updatedAt"] = Now;
        return domain;
    }

    private static JsonObject Find(VercelProject project, HttpContext http) =>
        project.Domains.FirstOrDefault(domain => (string?)domain["name"] == VercelRoutes.Part(http, "domain"))
        ?? throw new VercelProblem(404, "not_found", "The project domain was not found.");
}

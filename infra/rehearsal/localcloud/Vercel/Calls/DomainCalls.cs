using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.Routing;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>Calls on a project's domains.</summary>
internal sealed class DomainCalls(ProjectStore store)
{
    private static readonly string[] Changeable = ["gitBranch", "redirect", "redirectStatusCode"];

    /// <summary>Serves them.</summary>
    public void Map(VercelRoutes routes)
    {
        routes.Map("getProjectDomains", List);
        routes.Map("addProjectDomain", Add);
        routes.Map("getProjectDomain", call => Find(store.Find(call.Team, call.Part("project")), call).DeepClone());
        routes.Map("updateProjectDomain", Change);
        routes.Map("removeProjectDomain", Remove);
        routes.Map("getDomainConfig", Configuration);
    }

    private JsonObject List(VercelCall call)
    {
        var found = store.Find(call.Team, call.Part("project")).Domains.AsEnumerable();
        if (call.Query("gitBranch") is { } branch) found = found.Where(domain => (string?)domain["gitBranch"] == branch);
        if (call.Flag("production") == true || call.Query("target") == "production")
            found = found.Where(domain => domain["gitBranch"] is null);
        if (call.Query("target") == "preview") found = found.Where(domain => domain["gitBranch"] is not null);
        if (call.Flag("verified") is { } verified) found = found.Where(domain => (bool)domain["verified"]! == verified);
        if (call.Flag("redirects") == false) found = found.Where(domain => domain["redirect"] is null);
        var page = Page.Of(call, "domains", found.Select(domain => ((long)domain["createdAt"]!, domain.DeepClone().AsObject())));
        if (call.Query("order") == "ASC")
            page["domains"] = new JsonArray([.. page["domains"]!.AsArray().Reverse().Select(domain => domain!.DeepClone())]);
        return page;
    }

    private JsonObject Add(VercelCall call)
    {
        var name = VercelBody.Text(call.Body, "name")!.ToLowerInvariant();
        if (!name.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(name) != UriHostNameType.Dns)
            throw new VercelProblem(400, "invalid_domain", $"The domain name \"{name}\" is not valid.");
        if (store.All.SelectMany(project => project.Domains).Any(domain => (string?)domain["name"] == name))
            throw new VercelProblem(409, "domain_already_in_use", $"Cannot add {name} since it's already in use by one of your projects.");
        var project = store.Find(call.Team, call.Part("project"));
        var now = store.Now();
        var domain = Apply(ProjectDomain.New(name, project.Id, now), call.Body, now);
        store.Change(call.Team, project.Id, current => current with { Domains = [.. current.Domains, domain] });
        return domain.DeepClone().AsObject();
    }

    private JsonObject Change(VercelCall call)
    {
        JsonObject? changed = null;
        store.Change(call.Team, call.Part("project"), project =>
        {
            var old = Find(project, call);
            changed = Apply(old.DeepClone().AsObject(), call.Body, store.Now());
            return project with { Domains = [.. project.Domains.Select(domain => domain == old ? changed : domain)] };
        });
        return changed!.DeepClone().AsObject();
    }

    private JsonObject Remove(VercelCall call)
    {
        store.Change(call.Team, call.Part("project"), project =>
        {
            var old = Find(project, call);
            return project with { Domains = [.. project.Domains.Where(domain => domain != old)] };
        });
        return [];
    }

    // A domain of a project leads here; of any other nobody knows where it leads.
    private JsonObject Configuration(VercelCall call)
    {
        var name = call.Part("domain").ToLowerInvariant();
        if (call.Query("projectIdOrName") is { } project) store.Find(call.Team, project);
        var known = store.All.SelectMany(project => project.Domains).Any(domain => (string?)domain["name"] == name);
        return new JsonObject
        {
            ["configuredBy"] = known ? "CNAME" : null,
            ["acceptedChallenges"] = known ? new JsonArray("dns-01", "http-01") : new JsonArray(),
            ["recommendedIPv4"] = new JsonArray(new JsonObject { ["rank"] = 1, ["value"] = new JsonArray("127.0.0.1") }),
            ["recommendedCNAME"] = new JsonArray(new JsonObject { ["rank"] = 1, ["value"] = "localhost." }),
            ["nameservers"] = new JsonArray(),
            ["serviceType"] = "external",
            ["cnames"] = new JsonArray(),
            ["aValues"] = new JsonArray(),
            ["conflicts"] = new JsonArray(),
            ["misconfigured"] = !known,
        };
    }

    private JsonObject Apply(JsonObject domain, JsonObject body, long now)
    {
        if (VercelBody.Text(body, "customEnvironmentId") is { Length: > 0 } custom)
            throw new VercelProblem(404, "not_found", $"The custom environment \"{custom}\" was not found.");
        foreach (var name in Changeable)
            if (body.ContainsKey(name)) domain[name] = body[name]?.DeepClone();
        if (domain["redirectStatusCode"] is { } status && (int)status is not (301 or 302 or 307 or 308))
            throw VercelProblem.Invalid("`redirectStatusCode` should be equal to one of the allowed values \"301, 302, 307, 308\".");
        if (VercelBody.Text(domain, "redirect") is { } target
            && !store.All.SelectMany(project => project.Domains).Any(other => (string?)other["name"] == target))
            throw new VercelProblem(400, "bad_request", $"The redirect target \"{target}\" is no domain of a project.");
        domain["updatedAt"] = now;
        return domain;
    }

    private static JsonObject Find(VercelProject project, VercelCall call) =>
        project.Domains.FirstOrDefault(domain => (string?)domain["name"] == call.Part("domain"))
        ?? throw new VercelProblem(404, "not_found", "The project domain was not found.");
}

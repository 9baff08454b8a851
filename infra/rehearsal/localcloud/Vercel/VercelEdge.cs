using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel;

/// <summary>Where the world reaches deployments by their host names.</summary>
internal sealed class VercelEdge(ProjectStore store, TimeProvider time)
{
    private const string Localhost = ".localhost";

    /// <summary>Whether a host name leads to a project.</summary>
    public bool Serves(string host) => Find(host) is not null;

    /// <summary>
    /// Answers for a deployment. The frontend itself is not built here: <c>/api/health</c> tells whether it would work with what the
    /// deployment was given, any other path answers as Vercel does for a project without a deployment.
    /// </summary>
    public async Task ServeAsync(HttpContext http)
    {
        http.Response.Headers.Server = "Vercel";
        http.Response.Headers["x-vercel-id"] = $"local::{ProjectStore.NewId("", 12)}";
        if (Find(http.Request.Host.Host) is not { Deployment: { } deployment } place)
        {
            await RefuseAsync(http, 404, "The deployment could not be found on Vercel.\n\nDEPLOYMENT_NOT_FOUND\n");
            return;
        }

        if (IsProtected(place))
        {
            await RefuseAsync(http, 401, "Authentication Required\n");
            return;
        }

        if (http.Request.Path != "/api/health")
        {
            await RefuseAsync(http, 404, "The deployment could not be found on Vercel.\n\nDEPLOYMENT_NOT_FOUND\n");
            return;
        }

        var variables = place.Project.Environments.GetValueOrDefault(
            (string)deployment["id"]!, ImmutableSortedDictionary<string, string>.Empty);
        var status = await FrontendHealth.OfAsync(variables, time, http.RequestAborted);
        http.Response.StatusCode = status == FrontendHealth.Well ? 200 : 503;
        await PlainJson.WriteAsync(http.Response, new JsonObject
        {
            ["status"] = status,
            ["project"] = place.Project.Name,
            ["environment"] = (string?)deployment["target"] ?? "preview",
            ["variables"] = new JsonArray([.. variables.Keys.Select(key => JsonValue.Create(key))]),
        });
    }

    // A domain leads to the newest deployment of production, or of its branch; a generated name to the newest deployment that got it.
    private Place? Find(string host)
    {
        host = host.ToLowerInvariant();
        if (host.EndsWith(Localhost, StringComparison.Ordinal)) host = host[..^Localhost.Length];
        foreach (var project in store.All)
        {
            if (project.Domains.FirstOrDefault(domain => (string?)domain["name"] == host) is { } domain)
                return new Place(project, project.Deployments.FirstOrDefault(one => Leads(domain, one)), IsDomain: true);
            if (project.Deployments.FirstOrDefault(one => (string?)one["url"] == host || Hosts(one).Contains(host)) is { } deployment)
                return new Place(project, deployment, IsDomain: false);
        }

        return null;
    }

    private static bool Leads(JsonObject domain, JsonObject deployment) => (string?)domain["gitBranch"] is { } branch
        ? (string?)deployment["gitSource"]?["ref"] == branch && deployment["target"] is null
        : (string?)deployment["target"] == "production" && Hosts(deployment).Any();

    private static IEnumerable<string?> Hosts(JsonObject deployment) =>
        (deployment["alias"] as JsonArray ?? []).Select(host => (string?)host);

    // Who is asked to sign in: of all but domains, of previews, of everything.
    private static bool IsProtected(Place place) => (string?)place.Project.Settings["ssoProtection"]?["deploymentType"] switch
    {
        null or "none" => false,
        "all" => true,
        "preview" => place.Deployment!["target"] is null,
        _ => !place.IsDomain,
    };

    private static Task RefuseAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(text);
    }

    private sealed record Place(VercelProject Project, JsonObject? Deployment, bool IsDomain);
}

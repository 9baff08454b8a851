using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Hosting;

namespace PipAi.LocalCloud.Vercel;

/// <summary>Vercel's REST API for projects, variables, domains, retention and deployments, and the edge that answers for projects.</summary>
public sealed class VercelService : IVendorService
{
    private const string Localhost = ".localhost";
    private readonly CloudSurroundings cloud;
    private readonly ProjectStore store;
    private LoopbackServer? server;

    /// <summary>Brings back the projects of the cloud's folder.</summary>
    public VercelService(CloudSurroundings cloud)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        this.cloud = cloud;
        store = new ProjectStore(cloud.FolderOf(Name), cloud.Time);
    }

    /// <inheritdoc/>
    public string Name => VendorNames.Vercel;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <inheritdoc/>
    public async Task StartAsync(int port, CancellationToken cancellation) => server = await LoopbackServer.StartAsync(
        new LoopbackServerOptions { Service = Name, Port = port, Loggers = cloud.Loggers }, _ => { }, Map, cancellation);

    /// <inheritdoc/>
    public JsonNode Describe() => new JsonObject
    {
        ["projects"] = new JsonArray([.. store.All.Select(project => new JsonObject
        {
            ["id"] = project.Id,
            ["name"] = project.Name,
            ["framework"] = project.Settings["framework"]?.DeepClone(),
            ["domains"] = new JsonArray([.. project.Domains.Select(domain => domain["name"]!.DeepClone())]),
            ["variables"] = new JsonArray([.. project.Variables.Select(variable => JsonValue.Create(variable.Key))]),
        })]),
    };

    /// <summary>Whether a host name is a domain of a project.</summary>
    internal bool Serves(string host) => ProjectOf(host) is not null;

    /// <summary>
    /// Answers for a project's domains. The frontend itself is not built here: <c>/api/health</c> tells whether the project has its
    /// production variables, any other path answers as Vercel does for a project without a deployment.
    /// </summary>
    internal Task ServeEdgeAsync(HttpContext http)
    {
        http.Response.Headers.Server = "Vercel";
        http.Response.Headers["x-vercel-id"] = $"local::{ProjectStore.NewId("", 12)}";
        var project = ProjectOf(http.Request.Host.Host);
        if (project is null || http.Request.Path != "/api/health")
        {
            http.Response.StatusCode = 404;
            return http.Response.WriteAsync("The deployment could not be found on Vercel.\n\nDEPLOYMENT_NOT_FOUND\n");
        }

        var variables = project.Variables.Where(variable => variable.Targets.Contains("production")).ToList();
        var healthy = variables.Count > 0 && variables.TrueForAll(variable => variable.Value.Length > 0);
        http.Response.StatusCode = healthy ? 200 : 503;
        return PlainJson.WriteAsync(http.Response, new JsonObject
        {
            ["status"] = healthy ? "ok" : "unconfigured",
            ["project"] = project.Name,
            ["environment"] = "production",
            ["variables"] = new JsonArray([.. variables.Select(variable => variable.Key).Order(StringComparer.Ordinal).Select(key => JsonValue.Create(key))]),
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }

    private VercelProject? ProjectOf(string host)
    {
        host = host.ToLowerInvariant();
        if (host.EndsWith(Localhost, StringComparison.Ordinal)) host = host[..^Localhost.Length];
        return store.All.FirstOrDefault(project => project.Domains.Any(domain => (string?)domain["name"] == host));
    }

    private void Map(WebApplication application)
    {
        var routes = new VercelRoutes(application, cloud);
        var files = new FileStore(Path.Combine(cloud.FolderOf(Name), "files"));
        var deployments = new DeploymentCalls(store, files);
        AccountCalls.Map(routes);
        new ProjectCalls(store).Map(routes);
        new LinkCalls(store, deployments).Map(routes);
        new VariableCalls(store).Map(routes);
        new DomainCalls(store).Map(routes);
        files.Map(routes);
        deployments.Map(routes);
        routes.MapRest();
    }
}

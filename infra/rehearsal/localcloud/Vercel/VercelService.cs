using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Vercel.Calls;
using PipAi.LocalCloud.Vercel.Routing;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel;

/// <summary>
/// Vercel's REST API for projects, variables, domains, retention and deployments, and the edge that answers for projects.
/// </summary>
public sealed class VercelService : IVendorService
{
    private readonly LocalCloudContext cloud;
    private readonly ProjectStore store;
    private readonly VercelEdge edge;
    private LoopbackServer? server;

    /// <summary>Brings back the projects of the cloud's folder.</summary>
    public VercelService(LocalCloudContext cloud)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        this.cloud = cloud;
        store = new ProjectStore(cloud.FolderOf(Name), cloud.Time);
        edge = new VercelEdge(store, cloud.Time);
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
            ["team"] = LocalTeam.SlugOf(project.Team),
            ["framework"] = project.Settings["framework"]?.DeepClone(),
            ["domains"] = new JsonArray([.. project.Domains.Select(domain => domain["name"]!.DeepClone())]),
            ["variables"] = new JsonArray([.. project.Variables.Select(variable => JsonValue.Create(variable.Key))]),
        })]),
    };

    /// <summary>Whether a host name leads to a project.</summary>
    internal bool Serves(string host) => edge.Serves(host);

    /// <summary>Answers for a project's host names.</summary>
    internal Task ServeEdgeAsync(HttpContext http) => edge.ServeAsync(http);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }

    private void Map(WebApplication application)
    {
        var routes = new VercelRoutes(application, cloud);
        var files = new FileStore(Path.Combine(cloud.FolderOf(Name), "files"));
        var deployments = new DeploymentCalls(store, files);
        new AccountCalls(store).Map(routes);
        new ProjectCalls(store).Map(routes);
        new LinkCalls(store, deployments).Map(routes);
        new VariableCalls(store).Map(routes);
        new DomainCalls(store).Map(routes);
        files.Map(routes);
        deployments.Map(routes);
        routes.MapRest();
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly.Api;
using PipAi.LocalCloud.Fly.Checks;
using PipAi.LocalCloud.Fly.Identity;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Fly;

/// <summary>Fly.io's Machines API with machines as local processes.</summary>
public sealed class FlyService : IVendorService
{
    private readonly LocalCloudContext cloud;
    private readonly RateLimits limits;
    private readonly ProcessSpawner spawner = new();
    private readonly CheckProbe probe;
    private readonly ILogger log;
    private LoopbackServer? server;
    private int proxyPort;

    /// <summary>Brings back apps and machines of the cloud's folder; nothing runs before <see cref="StartAsync"/>.</summary>
    /// <param name="cloud">Surroundings.</param>
    /// <param name="limits">Rate limits; default those that Fly documents.</param>
    public FlyService(LocalCloudContext cloud, RateLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        (this.cloud, this.limits) = (cloud, limits ?? new RateLimits());
        log = cloud.Loggers.CreateLogger("PipAi.LocalCloud.Fly");
        probe = new CheckProbe(cloud.Time);
        Identity = OidcIssuer.Open(cloud.FolderOf(Name), cloud.Time);
        var state = new FlyState(cloud.FolderOf(Name));
        var images = new ImageStore(Path.Combine(cloud.Directory, "registry"));
        var context = new FleetContext
        {
            State = state,
            Images = images,
            Spawner = spawner,
            Environment = new MachineEnvironment(cloud, () => proxyPort),
            Tokens = new MachineTokens(Identity),
            Probe = probe,
            Faults = cloud.Faults,
            Time = cloud.Time,
            Log = log,
        };
        Core = new FlyCore
        {
            State = state,
            Images = images,
            Faults = cloud.Faults,
            Time = cloud.Time,
            Fleet = new Fleet(context),
            Execution = new MachineExecution(context),
        };
    }

    /// <inheritdoc/>
    public string Name => VendorNames.Fly;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <summary>Issuer of the machines' identity tokens; who checks one needs its key set only.</summary>
    public OidcIssuer Identity { get; }

    /// <summary>What the proxy routes by.</summary>
    internal FlyCore Core { get; }

    /// <inheritdoc/>
    public async Task StartAsync(int port, CancellationToken cancellation) => server = await LoopbackServer.StartAsync(
        new LoopbackServerOptions { Service = Name, Port = port, Loggers = cloud.Loggers }, _ => { }, Map, cancellation);

    /// <summary>Starts the machines that should run. Machines learn the proxy's port, so the proxy is up before.</summary>
    public void ResumeMachines(int proxy)
    {
        proxyPort = proxy;
        Core.Fleet.Resume();
    }

    /// <summary>Kills the machine processes that an earlier process left behind; returns how many there were.</summary>
    internal static int EndLeftovers(string directory)
    {
        if (!Directory.Exists(directory)) return 0;
        var leftovers = new FlyState(directory).Machines.Where(machine => machine.Process is { IsAlive: true }).ToList();
        foreach (var machine in leftovers) MachineProcess.KillLeftover(machine.Process!.Value);
        return leftovers.Count;
    }

    /// <summary>Kills the process of a machine, as a crash would; false when none runs.</summary>
    public bool KillMachine(string machine) => Core.Fleet.Of(machine)?.Signal(9) is true;

    /// <summary>The last lines of machines' logs.</summary>
    public Task<string> ReadLogsAsync(string app, string machine, int lines, CancellationToken cancellation) =>
        new MachineLogs(Core.State).ReadAsync(app, machine, lines, cancellation);

    /// <inheritdoc/>
    public JsonNode Describe() => FleetView.Show(Core);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        await Core.Fleet.DisposeAsync();
        spawner.Dispose();
        probe.Dispose();
        Identity.Dispose();
    }

    private void Map(WebApplication application)
    {
        var guards = new FlyGuards(
            cloud.Tokens.Fly, new RateLimiter(limits, cloud.Time), new FaultInjection(cloud.Faults, cloud.Time), log);
        var routes = new FlyRoutes(application, Core, guards);
        new AppCalls(Core).Map(routes);
        new MachineCalls(Core).Map(routes);
        new PowerCalls(Core).Map(routes);
        new WaitCalls(Core).Map(routes);
        new LeaseCalls(Core).Map(routes);
        new MetadataCalls(Core).Map(routes);
        new SecretCalls(Core).Map(routes);
        new IpCalls(Core).Map(routes);
        new VolumeCalls(Core).Map(routes);
        new CertificateCalls(Core).Map(routes);
        new ExecCalls(Core).Map(routes);
        new LogCalls(Core).Map(routes);
        new PlatformCalls(Core).Map(routes);
        new GraphqlCalls(Core).Map(routes);
        MachineHistoryCalls.Map(routes);
        MapIssuer(application);
        routes.MapRest();
    }

    // The public half of Fly's OpenID Connect issuer; on the internet it stands at oidc.fly.io and asks for no token.
    private void MapIssuer(WebApplication application)
    {
        application.MapGet("/oidc/{org}/.well-known/openid-configuration", (RequestDelegate)(http =>
            PlainJson.WriteAsync(http.Response, new JsonObject
            {
                ["issuer"] = OidcIssuer.IssuerOf((string)http.Request.RouteValues["org"]!),
                ["jwks_uri"] = string.Create(
                    CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/oidc/{http.Request.RouteValues["org"]}/jwks"),
                ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
                ["response_types_supported"] = new JsonArray("id_token"),
                ["subject_types_supported"] = new JsonArray("public"),
            })));
        application.MapGet("/oidc/{org}/jwks", (RequestDelegate)(http => PlainJson.WriteAsync(http.Response, Identity.KeySet())));
    }
}

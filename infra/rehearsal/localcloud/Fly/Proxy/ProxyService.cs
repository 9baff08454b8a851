using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;
using Yarp.ReverseProxy.Forwarder;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>
/// Fly's proxy: answers for the host names of apps and hands requests to healthy machines. It stands for Vercel's edge too, since a
/// browser has to find both. Also takes absolute-form requests, so it can be an HTTP_PROXY.
/// </summary>
public sealed class ProxyService : IVendorService
{
    private readonly LocalCloudContext cloud;
    private readonly OtherEdge vercel;
    private readonly AppTraffic traffic = new();
    private readonly MachineRouter router;
    private readonly MachineLoads loads = new();
    private readonly OnDemandMachines onDemand;
    private readonly CancellationTokenSource closing = new();
    private readonly FaultInjection gate;
    private LoopbackServer? server;
    private MachineForwarder? forwarder;

    /// <summary>Makes the proxy of a local Fly.</summary>
    /// <param name="cloud">Surroundings.</param>
    /// <param name="fly">Whose machines it serves.</param>
    /// <param name="vercel">Vercel's edge, which answers for the domains of projects.</param>
    public ProxyService(LocalCloudContext cloud, FlyService fly, OtherEdge vercel)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        ArgumentNullException.ThrowIfNull(fly);
        (this.cloud, this.vercel) = (cloud, vercel);
        gate = new FaultInjection(cloud.Faults, cloud.Time);
        router = new MachineRouter(fly.Core, loads);
        onDemand = new OnDemandMachines(fly.Core, loads);
    }

    /// <inheritdoc/>
    public string Name => VendorNames.Proxy;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <inheritdoc/>
    public async Task StartAsync(int port, CancellationToken cancellation)
    {
        server = await LoopbackServer.StartAsync(new LoopbackServerOptions { Service = Name, Port = port, Loggers = cloud.Loggers },
            services => services.AddHttpForwarder(), Map, cancellation);
        var log = cloud.Loggers.CreateLogger<ProxyService>();
        _ = BackgroundLoop.RunAsync(
            "The stopping of idle machines", BackgroundLoop.Every(OnDemandMachines.Interval, onDemand.StopIdle, cloud.Time),
            log, cloud.Time, closing.Token);
    }

    /// <inheritdoc/>
    public JsonNode Describe() => new JsonObject { ["apps"] = traffic.Show() };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        if (server is not null) await server.DisposeAsync();
        forwarder?.Dispose();
        closing.Dispose();
    }

    private void Map(WebApplication application)
    {
        forwarder = new MachineForwarder(application.Services.GetRequiredService<IHttpForwarder>(), router, loads, onDemand, cloud.Time);
        application.UseWebSockets();
        application.Run(ServeAsync);
    }

    private async Task ServeAsync(HttpContext http)
    {
        var requestId = $"{FlyIds.Ulid(cloud.Time)}-local";
        var name = http.Request.Host.Host;
        var host = ProxyHost.Parse(name) ?? (vercel.Serves(name) ? new ProxyHost(ProxyHostKind.Vercel, name) : null);
        if (host is null)
        {
            await RefuseAsync(http, requestId, new ProxyRefusal(404, $"the local cloud knows no host '{http.Request.Host.Host}'; "
                + "it answers for <app>.fly.dev, <app>.flycast, <app>.internal and <project>.vercel.app, each also with .localhost behind"));
            return;
        }

        var region = host.Kind == ProxyHostKind.Vercel ? null : router.EntryRegion(host, http.Request);
        var fault = cloud.Faults.Match(Name, region, $"{http.Request.Method} {http.Request.Host.Host}{http.Request.Path}");
        await gate.PassAsync(http, fault, () => RouteAsync(http, host, requestId),
            status => RefuseAsync(http, requestId, new ProxyRefusal(status.Code, "scripted fault")));
    }

    private async Task RouteAsync(HttpContext http, ProxyHost host, string requestId)
    {
        if (host.Kind == ProxyHostKind.Vercel)
        {
            await vercel.ServeAsync(http);
            return;
        }

        var started = cloud.Time.GetTimestamp();
        if (router.RedirectOf(host, http.Request) is { } secured)
        {
            http.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            http.Response.Headers.Location = secured.AbsoluteUri;
            EdgeTransformer.Mark(http.Response, requestId);
            return;
        }

        try
        {
            await forwarder!.ForwardAsync(http, host, requestId);
        }
        catch (ProxyRefusal refusal)
        {
            await RefuseAsync(http, requestId, refusal);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        traffic.Add(host.Name, http.Response.StatusCode, cloud.Time.GetElapsedTime(started));
    }

    private static Task RefuseAsync(HttpContext http, string requestId, ProxyRefusal refusal)
    {
        http.Response.StatusCode = refusal.Code;
        EdgeTransformer.Mark(http.Response, requestId);
        return PlainJson.WriteAsync(http.Response, new JsonObject { ["error"] = refusal.Message });
    }
}

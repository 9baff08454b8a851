using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>
/// Sends a request to the best machine; when that one refuses the connection, to the next. While none can serve, the request waits a
/// little, as in Fly's queue.
/// </summary>
internal sealed class MachineForwarder(
    IHttpForwarder forwarder, MachineRouter router, MachineLoads loads, OnDemandMachines onDemand, TimeProvider time)
    : IDisposable
{
    private const int MostAttempts = 6;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PatienceWithWaking = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private static readonly ForwarderRequestConfig Config = new()
    {
        ActivityTimeout = TimeSpan.FromMinutes(10),
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        AllowResponseBuffering = false,
    };

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = DistributedContextPropagator.CreatePassThroughPropagator(),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    });

    /// <summary>Serves a request.</summary>
    /// <exception cref="ProxyRefusal">No machine can.</exception>
    public async Task ForwardAsync(HttpContext http, ProxyHost host, string requestId)
    {
        var refused = new HashSet<string>();
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (route, entry) = await EnterAsync(http, host, refused);
            using (entry)
            {
                var transformer = new EdgeTransformer(router.EntryRegion(host, http.Request), route, requestId, time);
                var error = await forwarder.SendAsync(
                    http, $"http://127.0.0.1:{route.Machine.Port}/", client, Config, transformer, http.RequestAborted);
                if (error == ForwarderError.None || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested) return;
            }

            if (!MayRepeat(http))
                throw new ProxyRefusal(502, $"machine {route.Machine.Id} of app '{host.Name}' closed the connection before it answered");
            http.Response.Clear();
            refused.Add(route.Machine.Id);
        }

        throw new ProxyRefusal(502, $"{MostAttempts} machines of app '{host.Name}' refused the connection");
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<(Route Route, IDisposable Entry)> EnterAsync(HttpContext http, ProxyHost host, HashSet<string> refused)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var routes = router.Rank(host, http.Request);
            var areBusy = routes.All(route => loads.Of(route.Machine.Id) >= route.Service.SoftLimit);
            var isWaking = areBusy
                && onDemand.WakeOne(host.Name, router.EntryRegion(host, http.Request), RoutingWish.Of(http.Request.Headers));
            foreach (var route in routes.OrderBy(route => refused.Contains(route.Machine.Id) ? 1 : 0))
                if (loads.TryEnter(route.Machine.Id, route.Service.HardLimit) is { } entry) return (route, entry);
            if (time.GetElapsedTime(started) >= (isWaking ? PatienceWithWaking : Timeout))
                throw new ProxyRefusal(503, $"no machine of app '{host.Name}' can serve: {router.Explain(host.Name)}");
            await Task.Delay(Pause, time, http.RequestAborted);
        }
    }

    // Nothing has reached a machine that refused the connection; a request without a body may be asked again anyway.
    private static bool MayRepeat(HttpContext http) =>
        http.GetForwarderErrorFeature()?.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
        || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
}

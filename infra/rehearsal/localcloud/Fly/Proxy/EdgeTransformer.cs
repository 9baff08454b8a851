using System.Globalization;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>Headers that Fly's proxy puts on requests and answers.</summary>
/// <param name="region">Region in which the request entered.</param>
/// <param name="route">What serves it.</param>
/// <param name="requestId">Its id.</param>
/// <param name="time">Clock of X-Request-Start.</param>
internal sealed class EdgeTransformer(string region, Route route, string requestId, TimeProvider time) : HttpTransformer
{
    private const string Via = "1.1 fly.io";

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var client = httpContext.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1";
        var entrance = Entrance.Of(httpContext.Request);
        var isTls = ProxyHost.Parse(httpContext.Request.Host.Host) is { } host && entrance.IsTls(host.Kind, route.Service);
        var port = entrance.Told(isTls);
        var headers = proxyRequest.Headers;
        headers.Host = httpContext.Request.Host.Value;
        headers.Remove("Proxy-Connection");
        Set("Fly-Client-IP", client);
        Set("Fly-Region", region);
        Set("Fly-Request-Id", requestId);
        Set("Fly-Forwarded-Port", port);
        Set("X-Forwarded-For", client);
        Set("X-Forwarded-Proto", isTls ? "https" : "http");
        Set("X-Forwarded-Port", port);
        Set("X-Request-Start", string.Create(CultureInfo.InvariantCulture, $"t={time.GetUtcNow().ToUnixTimeMilliseconds() * 1000}"));
        Set("Via", Via);
        // The machine learns that it stands in for another one.
        if (RoutingWish.Of(httpContext.Request.Headers).PreferredInstance is { Length: > 0 } preferred && preferred != route.Machine.Id)
            Set("Fly-Preferred-Instance-Unavailable", preferred);

        void Set(string name, string value)
        {
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var forwarded = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        Mark(httpContext.Response, requestId);
        return forwarded;
    }

    /// <summary>Puts Fly's headers on an answer.</summary>
    public static void Mark(HttpResponse response, string requestId)
    {
        response.Headers["fly-request-id"] = requestId;
        response.Headers.Via = Via;
        response.Headers.Server = "Fly/local";
    }
}

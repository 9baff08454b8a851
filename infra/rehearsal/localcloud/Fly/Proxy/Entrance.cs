using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PipAi.LocalCloud.Fly.Config;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>
/// The port of Fly's edge at which a request comes in. TLS is ended before this proxy: to the proxy's own port a public name comes as
/// <c>https://</c>. A client whose HTTP proxy it is asks for <c>http://name[:port]</c> in so many words, and gets what Fly has on that
/// port, without TLS unless the port has it.
/// </summary>
/// <param name="Port">The port that is meant; null for any.</param>
/// <param name="IsNamed">Whether the request asks for that very port.</param>
internal sealed record Entrance(int? Port, bool IsNamed)
{
    /// <summary>Where a request comes in.</summary>
    public static Entrance Of(HttpRequest request)
    {
        var isAbsolute = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget.StartsWith(
            "http://", StringComparison.OrdinalIgnoreCase) is true;
        var isNamed = isAbsolute && !request.Host.Host.EndsWith(ProxyHost.Localhost, StringComparison.OrdinalIgnoreCase);
        return new Entrance(isNamed ? request.Host.Port ?? 80 : request.Host.Port, isNamed);
    }

    /// <summary>Those of an app's ports that are meant.</summary>
    public ImmutableArray<ServicePort> Among(IEnumerable<ServicePort> ports) => [.. ports.Where(port => port.Number == Port)];

    /// <summary>Whether the request comes through TLS, as far as the machine that serves it is told.</summary>
    public bool IsTls(ProxyHostKind kind, ServiceConfig service) =>
        IsNamed ? Among(service.Ports).Any(port => port.HasTls) : kind == ProxyHostKind.Public;

    /// <summary>The port as the machine is told it.</summary>
    public string Told(bool isTls) => (IsNamed ? Port!.Value : isTls ? 443 : 80).ToString(CultureInfo.InvariantCulture);
}

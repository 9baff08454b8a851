using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>Another vendor's edge behind the proxy's port, since a browser has to find both.</summary>
/// <param name="Serves">Whether a host name is its own.</param>
/// <param name="ServeAsync">Answers for such a host name.</param>
public sealed record OtherEdge(Func<string, bool> Serves, Func<HttpContext, Task> ServeAsync);

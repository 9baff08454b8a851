namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>What a host name asks the proxy for.</summary>
/// <param name="Kind">Which network the name belongs to.</param>
/// <param name="Name">Name of the app or Vercel host.</param>
/// <param name="Machine">Id of one machine; empty for any.</param>
internal sealed record ProxyHost(ProxyHostKind Kind, string Name, string Machine = "")
{
    /// <summary>What may stand behind any name.</summary>
    public const string Localhost = ".localhost";

    /// <summary>
    /// Reads <c>app.fly.dev</c>, <c>app.flycast</c>, <c>app.internal</c>, <c>id.vm.app.internal</c>, <c>project.vercel.app</c>, each also
    /// with
    /// <c>.localhost</c> behind; null for any other name.
    /// </summary>
    public static ProxyHost? Parse(string host)
    {
        host = host.ToLowerInvariant().TrimEnd('.');
        if (host.EndsWith(Localhost, StringComparison.Ordinal)) host = host[..^Localhost.Length];
        return host.Split('.') switch
        {
            [var app, "fly", "dev"] => new ProxyHost(ProxyHostKind.Public, app),
            [var app, "flycast"] => new ProxyHost(ProxyHostKind.Flycast, app),
            [var app, "internal"] => new ProxyHost(ProxyHostKind.Internal, app),
            [var machine, "vm", var app, "internal"] => new ProxyHost(ProxyHostKind.Internal, app, machine),
            [.., "vercel", "app"] => new ProxyHost(ProxyHostKind.Vercel, host),
            _ => null,
        };
    }
}

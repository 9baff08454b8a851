namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>Networks whose names the proxy answers for.</summary>
internal enum ProxyHostKind
{
    /// <summary>The internet: needs a public address and a service.</summary>
    Public,

    /// <summary>Flycast: needs a private address and a service.</summary>
    Flycast,

    /// <summary>The private network: leads straight to machines, past cordons and checks.</summary>
    Internal,

    /// <summary>Vercel's edge.</summary>
    Vercel,
}

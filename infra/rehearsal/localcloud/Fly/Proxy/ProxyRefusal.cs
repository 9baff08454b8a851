namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>A request the proxy cannot hand to a machine.</summary>
/// <param name="code">HTTP status.</param>
/// <param name="message">Why, with what would help.</param>
internal sealed class ProxyRefusal(int code, string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Code => code;
}

namespace PipAi.Operations.Platform;

/// <summary>HTTP to this machine itself: no proxy of the environment comes between, which would be given the rehearsal's tokens.</summary>
internal static class DirectHttp
{
    /// <summary>A handler for an address: a proxy that the environment names is used for every host but this one.</summary>
    public static SocketsHttpHandler For(Uri address) => new() { UseProxy = !address.IsLoopback };
}

using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>
/// Makes unary gRPC calls to one address on HTTP/2 without encryption. No proxy, no balancing, no retries: the other side is on this
/// machine.
/// </summary>
/// <param name="address">Host and port.</param>
public sealed class RpcChannel(string address) : UnaryInvoker, IDisposable
{
    private static readonly int LongestTrailerKilobytes = 64 * 1024;
    private readonly Uri target = new($"http://{address}");
    // A provider that has nothing to log never calls its engine.
    private readonly Lazy<HttpMessageInvoker> http = new(() => new HttpMessageInvoker(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // A failed creation tells its id and all its properties in the trailers.
        MaxResponseHeadersLength = LongestTrailerKilobytes,
    }));

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        ArgumentNullException.ThrowIfNull(method);
        var call = new RpcClientCall<TRequest, TResponse>(http.Value, new Uri(target, method.FullName), method, options, request);
        return new AsyncUnaryCall<TResponse>(call.Response, call.Headers, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    /// <summary>Ends the connection; calls in flight fail.</summary>
    public void Dispose()
    {
        if (http.IsValueCreated) http.Value.Dispose();
    }
}

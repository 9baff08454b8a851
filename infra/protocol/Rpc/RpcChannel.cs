using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>Makes unary gRPC calls to one address on HTTP/2 without encryption. No proxy, no balancing, no retries: the other side is on this machine.</summary>
/// <param name="address">Host and port.</param>
public sealed class RpcChannel(string address) : CallInvoker, IDisposable
{
    private readonly Uri target = new($"http://{address}");
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        ArgumentNullException.ThrowIfNull(method);
        var call = new RpcClientCall<TRequest, TResponse>(http, new Uri(target, method.FullName), method, options, request);
        return new AsyncUnaryCall<TResponse>(call.Response, call.Headers, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    /// <inheritdoc/>
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException("A call takes time: await it.");

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw Streams();

    /// <inheritdoc/>
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Streams();

    /// <inheritdoc/>
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Streams();

    /// <summary>Ends the connection; calls in flight fail.</summary>
    public void Dispose() => http.Dispose();

    private static NotSupportedException Streams() => new("Only unary calls are made here.");
}

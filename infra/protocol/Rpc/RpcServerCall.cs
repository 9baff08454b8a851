using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>A call as its service sees it.</summary>
internal sealed class RpcServerCall : ServerCallContext, IDisposable
{
    private readonly IHttpRequestFeature request;
    private readonly DateTime deadline = DateTime.MaxValue;
    private readonly CancellationTokenSource? ends;
    private readonly CancellationToken aborted;
    private Metadata? headers;

    public RpcServerCall(IHttpRequestFeature request, CancellationToken aborted)
    {
        this.request = request;
        this.aborted = aborted;
        if (request.Headers[StatusHeaders.Timeout] is not [{ } text] || StatusHeaders.ReadTimeout(text) is not { } timeout) return;
        deadline = DateTime.UtcNow + timeout;
        ends = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        ends.CancelAfter(timeout);
    }

    /// <summary>The caller did not want to wait any longer.</summary>
    public bool IsLate => ends is { IsCancellationRequested: true } && !aborted.IsCancellationRequested;

    protected override string MethodCore => request.Path;

    protected override string HostCore => request.Headers.Host.ToString();

    protected override string PeerCore => "";

    protected override DateTime DeadlineCore => deadline;

    protected override Metadata RequestHeadersCore => headers ??= StatusHeaders.Read(request.Headers.Select(header => (header.Key, header.Value.ToString())));

    protected override CancellationToken CancellationTokenCore => ends?.Token ?? aborted;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new("", []);

    public void Dispose() => ends?.Dispose();

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("A call cannot be propagated.");

    // Headers of an answer belong to streams, which need them before the first message.
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => throw new NotSupportedException("An answer has trailers, no headers.");
}

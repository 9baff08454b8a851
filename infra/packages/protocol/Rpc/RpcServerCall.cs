using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>A call as its service sees it.</summary>
internal sealed class RpcServerCall : UnaryServerCall, IDisposable
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
        deadline = TimeProvider.System.GetUtcNow().UtcDateTime + timeout;
        ends = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        ends.CancelAfter(timeout);
    }

    /// <summary>The caller did not want to wait any longer.</summary>
    public bool IsLate => ends is { IsCancellationRequested: true } && !aborted.IsCancellationRequested;

    protected override string MethodCore => request.Path;

    protected override string HostCore => request.Headers.Host.ToString();

    protected override DateTime DeadlineCore => deadline;

    protected override Metadata RequestHeadersCore =>
        headers ??= StatusHeaders.Read(request.Headers.Select(header => (header.Key, header.Value.ToString())));

    protected override CancellationToken CancellationTokenCore => ends?.Token ?? aborted;

    public void Dispose() => ends?.Dispose();
}

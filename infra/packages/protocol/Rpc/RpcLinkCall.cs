using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>A call within this process as its service sees it.</summary>
internal sealed class RpcLinkCall : UnaryServerCall, IDisposable
{
    private readonly CancellationTokenSource given = new();
    private readonly CancellationToken asked;
    private readonly CancellationTokenSource ends;

    public RpcLinkCall(string method, CallOptions options)
    {
        MethodCore = method;
        asked = options.CancellationToken;
        DeadlineCore = options.Deadline ?? DateTime.MaxValue;
        RequestHeadersCore = options.Headers ?? [];
        ends = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, given.Token);
        CancellationTokenCore = ends.Token;
        if (options.Deadline is not { } deadline || deadline == DateTime.MaxValue) return;
        var left = deadline.ToUniversalTime() - TimeProvider.System.GetUtcNow().UtcDateTime;
        ends.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>The caller did not want to wait any longer.</summary>
    public bool IsLate => ends.IsCancellationRequested && !asked.IsCancellationRequested && !given.IsCancellationRequested;

    protected override string MethodCore { get; }

    protected override string HostCore => "";

    protected override DateTime DeadlineCore { get; }

    protected override Metadata RequestHeadersCore { get; }

    // The source may be disposed of by then.
    protected override CancellationToken CancellationTokenCore { get; }

    /// <summary>Gives the call up, if it is still in flight.</summary>
    public void GiveUp() => given.Cancel();

    /// <summary>The call has ended: nothing is held by who may cancel it any more.</summary>
    public void Dispose() => ends.Dispose();
}

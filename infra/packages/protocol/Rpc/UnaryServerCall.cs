using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>A unary call as its service sees it, however it came.</summary>
internal abstract class UnaryServerCall : ServerCallContext
{
    protected override string PeerCore => "";

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new("", []);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("A call cannot be propagated.");

    // Headers of an answer belong to streams, which need them before the first message.
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) =>
        throw new NotSupportedException("An answer has trailers, no headers.");
}

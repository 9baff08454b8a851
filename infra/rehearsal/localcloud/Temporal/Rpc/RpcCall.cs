using Google.Protobuf.Reflection;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Protocol;

namespace PipAi.LocalCloud.Temporal.Rpc;

/// <summary>One call being answered: which method, by whom, and until when its caller waits.</summary>
internal sealed record RpcCall(MethodDescriptor Method, ServerCallContext Context, Principal Caller, CancellationToken Cancelled)
{
    /// <summary>What is left for the answer to travel before the caller's own deadline.</summary>
    private static readonly TimeSpan Journey = TimeSpan.FromSeconds(1);

    /// <summary>How long a poll may be held open: as <see cref="HoldFor"/>, but its caller must say how long it waits.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT without a deadline.</exception>
    public TimeSpan HoldPollFor(TimeSpan longest) =>
        Context.Deadline == DateTime.MaxValue ? throw RpcError.Invalid("Context timeout is not set.") : HoldFor(longest);

    /// <summary>
    /// How long this call may be held open: at most <paramref name="longest"/>, and never to its caller's deadline. That deadline is on
    /// the wall clock, whatever clock this service runs on.
    /// </summary>
    public TimeSpan HoldFor(TimeSpan longest)
    {
        if (Context.Deadline == DateTime.MaxValue) return longest;
        var left = new DateTimeOffset(Context.Deadline, TimeSpan.Zero) - TimeProvider.System.GetUtcNow() - Journey;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < longest ? left : longest;
    }
}

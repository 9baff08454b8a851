using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;

namespace PipAi.LocalCloud.Temporal.Rpc;

/// <summary>
/// Scripted faults, as gRPC callers see them. A fault's region may be the caller's (<c>iad</c>: the link from there is cut) or the
/// one in which the namespace is active (<c>aws-us-east-1</c>). A caller's region is the first part of the identity that workers
/// send (<c>iad/machine@app</c>), remembered for calls on the same connection that carry none.
/// </summary>
internal sealed class RpcFaults(FaultRegistry board, ICredentialStore register, SerialExecutor executor)
{
    private static readonly object RegionItem = new();

    /// <summary>Lets the call pass, late, or not at all. Answers the fault, for <see cref="Leave"/>.</summary>
    public async Task<Fault?> MeetAsync(
        MethodDescriptor method, IMessage request, ServerCallContext context, CancellationToken cancellation)
    {
        var fault = board.MatchAny(VendorNames.Temporal, RegionsOf(method, request, context), method.Name);
        switch (fault?.Effect)
        {
            case FaultEffect.Dark:
                throw Drop(context, wholeConnection: fault.Operation is null);
            case FaultEffect.Hang:
                await board.UntilRemovedAsync(fault.Id, cancellation);
                break;
            case FaultEffect.Lag lag:
                await Task.Delay(lag.Delay, executor.Time, cancellation);
                break;
            case FaultEffect.Status status:
                throw Refuse(status);
            case FaultEffect.LoseAnswer:
            case null:
                break;
        }
        return fault;
    }

    /// <summary>The answer is ready: loses it, if that is the fault, or if the region has gone dark meanwhile.</summary>
    public void Leave(Fault? fault, ServerCallContext context)
    {
        if (fault?.Effect is FaultEffect.LoseAnswer) throw Drop(context, wholeConnection: false);
        if (RememberedRegion(context, null) is { } region && board.IsDark(VendorNames.Temporal, region))
            throw Drop(context, wholeConnection: true);
    }

    private string?[] RegionsOf(MethodDescriptor method, IMessage request, ServerCallContext context)
    {
        var caller = CallerRegion(request, context);
        // The Cloud Ops API is not in the region of a namespace: it is how one fails over when that region is dark.
        var active = method.Service.Name == "CloudService"
            ? null : executor.Run(() => register.ActiveRegion(Authorizer.NamespaceOf(request)));
        return [caller, active];
    }

    private static string? CallerRegion(IMessage request, ServerCallContext context)
    {
        var identity = request.Descriptor.FindFieldByName("identity")?.Accessor.GetValue(request) as string ?? "";
        return RememberedRegion(context, identity.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? identity[..slash] : null);
    }

    private static string? RememberedRegion(ServerCallContext context, string? said)
    {
        if (context.GetHttpContext().Features.Get<IConnectionItemsFeature>()?.Items is not { } items) return said;
        lock (items)
        {
            if (said is not null) items[RegionItem] = said;
            return items.TryGetValue(RegionItem, out var region) ? region as string : null;
        }
    }

    private static RpcException Drop(ServerCallContext context, bool wholeConnection)
    {
        var http = context.GetHttpContext();
        if (wholeConnection) http.Features.Get<IConnectionLifetimeFeature>()?.Abort();
        else http.Abort();
        return RpcError.Of(StatusCode.Unavailable, "the connection was dropped by a scripted fault");
    }

    private static RpcException Refuse(FaultEffect.Status status) => RpcError.Of(
        status.Code switch
        {
            _ when Enum.TryParse<StatusCode>(status.Error?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var named) =>
                named,
            400 => StatusCode.InvalidArgument,
            401 => StatusCode.Unauthenticated,
            403 => StatusCode.PermissionDenied,
            404 => StatusCode.NotFound,
            409 => StatusCode.AlreadyExists,
            429 => StatusCode.ResourceExhausted,
            501 => StatusCode.Unimplemented,
            504 => StatusCode.DeadlineExceeded,
            >= 500 and not 500 => StatusCode.Unavailable,
            _ => StatusCode.Internal,
        },
        $"refused by a scripted fault (status {status.Code})");
}

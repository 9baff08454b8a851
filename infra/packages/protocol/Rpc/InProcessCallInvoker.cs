using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>
/// Calls services in this process, without a wire: the messages themselves are handed over, so neither side may change one that it
/// gave away. Unary calls only, as in <see cref="RpcServer"/>; a method that no service has answers UNIMPLEMENTED, and what a service
/// did not foresee is thrown as it is.
/// </summary>
public sealed class InProcessCallInvoker : UnaryInvoker
{
    private readonly RpcMethods methods = new();

    /// <summary>Takes the services, before the first call: <c>ResourceProvider.BindService(link.Services, service)</c>.</summary>
    public ServiceBinderBase Services => methods;

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        ArgumentNullException.ThrowIfNull(method);
        var call = new RpcLinkCall(method.FullName, options);
        return new AsyncUnaryCall<TResponse>(
            RunAsync(method, call, request), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], call.GiveUp);
    }

    private async Task<TResponse> RunAsync<TRequest, TResponse>(Method<TRequest, TResponse> method, RpcLinkCall call, TRequest request)
        where TRequest : class
        where TResponse : class
    {
        using var ended = call;
        if (methods.Find(method.FullName) is not RpcMethod<TRequest, TResponse> found)
            throw new RpcException(new Status(StatusCode.Unimplemented, $"There is no method '{method.FullName}' here."));
        try
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            // A method may go on after its call was given up, as it may on the other side of a wire.
            return await found.Handler(request, call).WaitAsync(call.CancellationToken);
        }
        catch (OperationCanceledException cancelled) when (call.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(
                new Status(call.IsLate ? StatusCode.DeadlineExceeded : StatusCode.Cancelled, "The call was given up.", cancelled));
        }
    }
}

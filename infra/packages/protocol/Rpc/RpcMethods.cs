using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>The methods of the bound services, by path.</summary>
internal sealed class RpcMethods : ServiceBinderBase
{
    private readonly Dictionary<string, RpcMethod> methods = new(StringComparer.Ordinal);

    public RpcMethod? Find(string path) => methods.GetValueOrDefault(path);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        if (handler is not null) methods[method.FullName] = new RpcMethod<TRequest, TResponse>(method, handler);
    }

    // A method that is not here answers UNIMPLEMENTED, which is what a service that does not stream says of itself.
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
    }
}

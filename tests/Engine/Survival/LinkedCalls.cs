using Grpc.Core;
using Pulumirpc;

namespace PipAi.Engine.Tests.Survival;

/// <summary>Calls a provider service in this process without a wire, so that thousands of runs take seconds.</summary>
internal sealed class LinkedCalls(ResourceProvider.ResourceProviderBase service) : CallInvoker
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Task<TResponse> answer;
        try
        {
            answer = (Task<TResponse>)Answer(request);
        }
        catch (RpcException error)
        {
            answer = Task.FromException<TResponse>(error);
        }

        return new AsyncUnaryCall<TResponse>(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    private Task Answer(object? request) => request switch
    {
        ProviderHandshakeRequest message => service.Handshake(message, null!),
        PluginAttach message => service.Attach(message, null!),
        ConfigureRequest message => service.Configure(message, null!),
        CheckRequest { Type: var type } message when type.StartsWith("pulumi:providers:", StringComparison.Ordinal) => service.CheckConfig(message, null!),
        CheckRequest message => service.Check(message, null!),
        DiffRequest { Type: var type } message when type.StartsWith("pulumi:providers:", StringComparison.Ordinal) => service.DiffConfig(message, null!),
        DiffRequest message => service.Diff(message, null!),
        CreateRequest message => service.Create(message, null!),
        ReadRequest message => service.Read(message, null!),
        UpdateRequest message => service.Update(message, null!),
        DeleteRequest message => service.Delete(message, null!),
        _ => throw new NotSupportedException(request?.GetType().Name),
    };
}

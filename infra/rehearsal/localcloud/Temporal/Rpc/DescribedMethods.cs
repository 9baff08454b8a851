using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace PipAi.LocalCloud.Temporal.Rpc;

/// <summary>
/// Binds every method of Temporal's service descriptors to the pipeline. The package ships messages and descriptors but no
/// service base classes, so the bindings are made here, one loop for all of them.
/// </summary>
internal sealed class DescribedMethods(RpcPipeline pipeline) : IServiceMethodProvider<TemporalEndpoint>
{
    private static readonly MethodInfo Binder =
        typeof(DescribedMethods).GetMethod(nameof(Bind), BindingFlags.NonPublic | BindingFlags.Instance)!;

    /// <inheritdoc/>
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TemporalEndpoint> context)
    {
        foreach (var method in RpcTable.Services.SelectMany(service => service.Methods))
            Binder.MakeGenericMethod(method.InputType.ClrType, method.OutputType.ClrType).Invoke(this, [context, method]);
        context.AddUnaryMethod(HealthCheck.Method, [], (_, _, _) => Task.FromResult(HealthCheck.Serving));
    }

    private void Bind<TRequest, TResponse>(ServiceMethodProviderContext<TemporalEndpoint> context, MethodDescriptor method)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var bound = new Method<TRequest, TResponse>(
            MethodType.Unary, method.Service.FullName, method.Name, Marshal<TRequest>(), Marshal<TResponse>());
        context.AddUnaryMethod(bound, [], async (_, request, call) => (TResponse)await pipeline.AnswerAsync(method, request, call));
    }

    private static Marshaller<T> Marshal<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return new Marshaller<T>(
            (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
    }
}

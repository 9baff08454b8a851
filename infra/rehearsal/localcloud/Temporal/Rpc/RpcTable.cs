using Google.Protobuf;
using Google.Protobuf.Reflection;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Offer;
using PipAi.LocalCloud.Temporal.Protocol;

namespace PipAi.LocalCloud.Temporal.Rpc;

/// <summary>Answers one method.</summary>
internal delegate Task<IMessage> RpcHandler(IMessage request, RpcCall call);

/// <summary>
/// The methods that are answered. Keyed by service and method, because some method names occur in more than one of the
/// services. A method of their descriptors that is not here answers UNIMPLEMENTED.
/// </summary>
/// <param name="ruleOf">The check of a method's requests, which says what is wrong with one; null where requests are checked
/// elsewhere.</param>
internal sealed class RpcTable(Func<MethodDescriptor, Func<IMessage, string?>?>? ruleOf = null)
{
    private readonly Dictionary<MethodDescriptor, RpcHandler> handlers = [];

    /// <summary>The services whose methods are offered, as the Temporalio package describes them.</summary>
    public static IReadOnlyList<ServiceDescriptor> Services { get; } =
    [
        .. Temporalio.Api.WorkflowService.V1.ServiceReflection.Descriptor.Services,
        .. Temporalio.Api.OperatorService.V1.ServiceReflection.Descriptor.Services,
        .. Temporalio.Api.Cloud.CloudService.V1.ServiceReflection.Descriptor.Services,
    ];

    /// <summary>Answers the method whose request is <typeparamref name="TRequest"/>, now or later.</summary>
    public RpcTable On<TRequest, TResponse>(Func<TRequest, RpcCall, Task<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse>
    {
        var method = Services.SelectMany(service => service.Methods).Single(method => method.InputType.ClrType == typeof(TRequest));
        var offered = OfferedMethods.Find(method)
            ?? throw new InvalidOperationException($"{method.FullName} is answered, but stands in no table of what is offered");
        var rule = ruleOf?.Invoke(method);
        handlers.Add(method, async (request, call) => (offered.Fault(request) ?? rule?.Invoke(request)) is { } fault
            ? throw RpcError.Invalid(fault)
            : await handler((TRequest)request, call));
        return this;
    }

    /// <summary>Answers the method whose request is <typeparamref name="TRequest"/> in one turn.</summary>
    public RpcTable On<TRequest, TResponse>(SerialExecutor executor, Func<TRequest, TResponse> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> =>
        On<TRequest, TResponse>((request, _) => Task.FromResult(executor.Run(() => handler(request))));

    /// <summary>Answers every offered method of a service that nothing else answers.</summary>
    public RpcTable OnAllOthers(ServiceDescriptor service, Func<MethodDescriptor, bool> offered, Func<MethodDescriptor, RpcHandler> handler)
    {
        foreach (var method in service.Methods.Where(offered)) handlers.TryAdd(method, handler(method));
        return this;
    }

    /// <summary>The handler of a method, or null if it is not offered here.</summary>
    public RpcHandler? Find(MethodDescriptor method) => handlers.GetValueOrDefault(method);
}

using System.IO.Pipelines;
using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>One method of a service.</summary>
internal abstract class RpcMethod
{
    /// <summary>Reads the request, calls the method, writes the answer.</summary>
    /// <exception cref="RpcException">The method's error, or one of the request.</exception>
    public abstract Task RunAsync(RpcServerCall call, PipeReader input, PipeWriter output);
}

/// <inheritdoc cref="RpcMethod"/>
internal sealed class RpcMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler)
    : RpcMethod
    where TRequest : class
    where TResponse : class
{
    /// <summary>The method itself, for a caller in this process.</summary>
    public UnaryServerMethod<TRequest, TResponse> Handler => handler;

    public override async Task RunAsync(RpcServerCall call, PipeReader input, PipeWriter output)
    {
        var request = await ReadAsync(input, call.CancellationToken);
        var response = await handler(request, call);
        if (call.Status.StatusCode != StatusCode.OK) throw new RpcException(call.Status);
        method.ResponseMarshaller.ContextualSerializer(response, new OutgoingMessage(output));
    }

    private async Task<TRequest> ReadAsync(PipeReader input, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellation);
            if (read.IsCompleted)
            {
                var request = method.RequestMarshaller.ContextualDeserializer(new IncomingMessage(read.Buffer));
                input.AdvanceTo(read.Buffer.End);
                return request;
            }

            if (read.Buffer.Length > MessageFrame.MaxBytes)
                throw new RpcException(
                    new Status(StatusCode.ResourceExhausted, $"The message is larger than {MessageFrame.MaxBytes} bytes."));
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

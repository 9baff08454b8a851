using System.Collections.Concurrent;
using EmbeddedPulumi.Protocol.Rpc;
using Google.Protobuf;
using Grpc.Core;
using Pulumirpc;

namespace Pulumi;

/// <summary>
/// Functions of the program that the engine calls back. The server is started with the first of them: most programs have
/// none.
/// </summary>
internal sealed class CallbackServer : IAsyncDisposable
{
    private readonly CallbackService service = new();
    private readonly Lazy<Task<RpcServer>> server;

    public CallbackServer() => server = new Lazy<Task<RpcServer>>(StartAsync);

    /// <summary>Makes a function known, and tells how the engine calls it.</summary>
    public async Task<Callback> OfferAsync(Func<ByteString, CancellationToken, Task<IMessage>> function)
    {
        var running = await server.Value.ConfigureAwait(false);
        return new Callback { Target = running.Address, Token = service.Add(function) };
    }

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated) await (await server.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    private async Task<RpcServer> StartAsync()
    {
        var started = new RpcServer();
        Callbacks.BindService(started.Services, service);
        await started.StartAsync(CancellationToken.None).ConfigureAwait(false);
        return started;
    }

    private sealed class CallbackService : Callbacks.CallbacksBase
    {
        private readonly ConcurrentDictionary<string, Func<ByteString, CancellationToken, Task<IMessage>>> functions = new();

        public string Add(Func<ByteString, CancellationToken, Task<IMessage>> function)
        {
            // A call arrives on a thread of the server's, and runs as if it were made where the function was offered: the
            // running deployment is found there.
            var place = ExecutionContext.Capture()!;
            var token = Guid.NewGuid().ToString();
            functions[token] = (request, cancellation) =>
            {
                var result = Task.FromResult<IMessage>(null!);
                ExecutionContext.Run(place, _ => result = function(request, cancellation), null);
                return result;
            };
            return token;
        }

        public override async Task<CallbackInvokeResponse> Invoke(CallbackInvokeRequest request, ServerCallContext context)
        {
            if (!functions.TryGetValue(request.Token, out var function))
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"There is no callback '{request.Token}'."));
            try
            {
                var response = await function(request.Request, context.CancellationToken).ConfigureAwait(false);
                return new CallbackInvokeResponse { Response = response.ToByteString() };
            }
            catch (Exception failure) when (failure is not RpcException)
            {
                throw new RpcException(new Status(StatusCode.Unknown, failure.Message));
            }
        }
    }
}

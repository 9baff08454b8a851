using EmbeddedPulumi.Protocol.Rpc;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace PipAi.ProviderTesting.Processes;

/// <summary>The engine as a plugin sees it: somebody to log to.</summary>
internal sealed class EngineStub : Pulumirpc.Engine.EngineBase, IAsyncDisposable
{
    private readonly RpcServer server = new();

    /// <summary>Host and port.</summary>
    public string Address => server.Address;

    public Task StartAsync(CancellationToken cancellation)
    {
        Pulumirpc.Engine.BindService(server.Services, this);
        return server.StartAsync(cancellation);
    }

    /// <inheritdoc/>
    public override Task<Empty> Log(Pulumirpc.LogRequest request, ServerCallContext context) => Task.FromResult(new Empty());

    public ValueTask DisposeAsync() => server.DisposeAsync();
}

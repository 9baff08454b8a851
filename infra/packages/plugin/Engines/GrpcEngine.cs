using EmbeddedPulumi.Protocol.Rpc;
using Client = Pulumirpc.Engine.EngineClient;

namespace PipAi.Plugins.Engines;

/// <summary>The engine behind its address; the connection is made for the first message.</summary>
internal sealed class GrpcEngine(string address) : IEngine
{
    private readonly Lazy<Client> client = new(() => new Client(new RpcChannel(address)));

    public async Task LogAsync(LogRequest message) => await client.Value.LogAsync(new Pulumirpc.LogRequest
    {
        Severity = (Pulumirpc.LogSeverity)message.Severity,
        Message = message.Message,
        Urn = message.Urn ?? "",
        Ephemeral = message.Ephemeral,
    });
}

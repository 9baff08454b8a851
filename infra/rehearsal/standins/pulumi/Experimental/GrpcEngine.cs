using Client = Pulumirpc.Engine.EngineClient;

namespace Pulumi.Experimental;

/// <summary>The engine behind its address.</summary>
internal sealed class GrpcEngine(string address) : IEngine
{
    private readonly Lazy<Client> client = new(() => new Client(EngineChannels.To(address)));

    public async Task LogAsync(LogRequest message)
    {
        var request = new Pulumirpc.LogRequest
        {
            Severity = (Pulumirpc.LogSeverity)message.Severity,
            Message = message.Message,
            Urn = message.Urn?.ToString() ?? "",
            StreamId = message.StreamId,
            Ephemeral = message.Ephemeral,
        };
        await client.Value.LogAsync(request);
    }

    public async Task RequirePulumiVersionAsync(string pulumiVersionRange)
    {
        var request = new Pulumirpc.RequirePulumiVersionRequest { PulumiVersionRange = pulumiVersionRange };
        await client.Value.RequirePulumiVersionAsync(request);
    }
}

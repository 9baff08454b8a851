using PipAi.Operations.Platform;
using Temporalio.Client;

namespace PipAi.Operations.Status.Sources;

/// <summary>A connection to the stack's Temporal that is made when it is first needed, and again after an attempt that failed.</summary>
internal sealed class SharedTemporalClient(PlatformOutputs outputs, PlatformAccess access)
{
    private readonly Lock gate = new();
    private Task<TemporalClient>? connecting;

    /// <summary>The client.</summary>
    /// <exception cref="PlatformCallException">Temporal does not answer, or refuses the key.</exception>
    public Task<TemporalClient> ClientAsync()
    {
        lock (gate)
        {
            if (connecting is null or { IsFaulted: true } or { IsCanceled: true }) connecting = access.TemporalAsync(outputs);
            return connecting;
        }
    }
}

using System.Collections.Immutable;
using PipAi.Operations.Load;
using PipAi.Operations.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Operations.Drills;

/// <summary>The platform as a drill uses it and looks at it.</summary>
internal interface IDrillPlatform
{
    /// <summary>What the stack says of itself.</summary>
    PlatformOutputs Outputs { get; }

    /// <summary>Sends a document under an id. Under the same id it is taken once, however often it is sent.</summary>
    Task<TakenDocument> SendAsync(string id, byte[] content, CancellationToken cancellation);

    /// <summary>Asks a public address; whether it answered with a success.</summary>
    Task<bool> AskAsync(Uri address, CancellationToken cancellation);

    /// <summary>The machines of an app.</summary>
    Task<ImmutableArray<FleetMachine>> MachinesAsync(string app, CancellationToken cancellation);

    /// <summary>The objects of drills in a region's bucket, and their versions; null where it cannot be read.</summary>
    Task<IReadOnlyDictionary<string, ImmutableArray<string>>?> ObjectsAsync(string region, CancellationToken cancellation);

    /// <summary>How a document's workflow ran.</summary>
    Task<WorkflowTrace> TraceAsync(string workflowId, CancellationToken cancellation);

    /// <summary>Verifies the whole platform.</summary>
    Task<ImmutableArray<CheckResult>> VerifyAsync(CancellationToken cancellation);

    /// <summary>Removes every object that this drill has stored, in every region, and what any that died has left.</summary>
    Task RemoveObjectsAsync(CancellationToken cancellation);
}

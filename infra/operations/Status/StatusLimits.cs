using PipAi.Operations.Platform;

namespace PipAi.Operations.Status;

/// <summary>From where on something is worth an event.</summary>
/// <param name="QueueDepth">Tasks that wait.</param>
/// <param name="QueueAge">How long the oldest of them waits.</param>
/// <param name="ReplicaLag">How long a document is missing in a replica.</param>
internal sealed record StatusLimits(long QueueDepth, TimeSpan QueueAge, TimeSpan ReplicaLag)
{
    /// <summary>
    /// The limits of a platform. A document that has to wait longer than a machine's recovery may take waits for more than that; a copy
    /// has to be there before the loss of its region costs it.
    /// </summary>
    public static StatusLimits Of(RecoveryTargets targets) => new(100, targets.Instance, targets.Storage);
}

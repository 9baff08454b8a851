using System.Collections.Immutable;

namespace PipAi.Operations.Status;

/// <summary>How far the newest document's object has come.</summary>
/// <param name="Key">Its key; empty while there is no document.</param>
/// <param name="WrittenIn">The AWS region that took it.</param>
/// <param name="WrittenAt">When, by S3.</param>
/// <param name="Status">
/// S3's word of the source object: <c>PENDING</c>, <c>COMPLETED</c>, <c>FAILED</c>; empty where no rule matches.
/// </param>
internal sealed record ReplicationSnapshot(string Key, string WrittenIn, DateTimeOffset WrittenAt, string Status)
{
    /// <summary>No document yet.</summary>
    public static readonly ReplicationSnapshot Nothing = new("", "", default, "");

    /// <summary>The other regions.</summary>
    public ImmutableArray<ReplicaSnapshot> Replicas { get; init; } = [];

    /// <summary>Whether every region has it.</summary>
    public bool IsEverywhere => Replicas.All(replica => replica.IsThere);
}

/// <summary>The newest document's object in one region.</summary>
/// <param name="Region">AWS region.</param>
/// <param name="Bucket">Its bucket.</param>
/// <param name="IsThere">Whether it was seen there.</param>
/// <param name="Lag">
/// From the write to the moment when it was first seen there: it came no later. While it is missing, the time since the write.
/// </param>
internal sealed record ReplicaSnapshot(string Region, string Bucket, bool IsThere, TimeSpan Lag);

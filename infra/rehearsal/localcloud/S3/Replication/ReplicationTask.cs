namespace PipAi.LocalCloud.S3.Replication;

/// <summary>One copy that is still to be made: a version, and the bucket it goes to.</summary>
internal sealed record ReplicationTask(string Bucket, string Key, string VersionId, string Destination)
{
    /// <summary>Not to be tried earlier: the region is away, or its link lags.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Whether a scripted lag was already waited for.</summary>
    public bool HasLagged { get; init; }

    /// <summary>What the task is, however often it was tried.</summary>
    public (string Bucket, string Key, string VersionId, string Destination) Identity => (Bucket, Key, VersionId, Destination);
}

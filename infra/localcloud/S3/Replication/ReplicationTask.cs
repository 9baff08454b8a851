namespace PipAi.LocalCloud.S3.Replication;

/// <summary>A version that still has copies to make.</summary>
internal sealed record ReplicationTask(string Bucket, string Key, string VersionId)
{
    /// <summary>Not to be tried earlier: the region is away, or its link lags.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Whether a scripted lag was already waited for.</summary>
    public bool HasLagged { get; init; }
}

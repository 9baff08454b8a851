namespace PipAi.LocalCloud.S3.Buckets;

/// <summary>A configuration that a bucket can have: put, got and deleted as one document.</summary>
/// <param name="Operation">The end of the API names, such as <c>BucketEncryption</c> in GetBucketEncryption.</param>
/// <param name="Query">The sub-resource in the URL.</param>
/// <param name="Missing">The error code when it was never put; null answers an empty document.</param>
internal sealed record BucketConfiguration(string Operation, string Query, string? Missing)
{
    /// <summary>The operation that deletes it, where it has a name of its own.</summary>
    public string? Deletion { get; init; } = $"Delete{Operation}";

    /// <summary>Whether a bucket has several, told apart by <c>?id=</c>.</summary>
    public bool HasIds { get; init; }

    /// <summary>The status of a successful put.</summary>
    public int PutStatus { get; init; } = 200;

    /// <summary>A header that is kept with the document and goes back with it; null for none.</summary>
    public string? KeptHeader { get; init; }

    /// <summary>Every configuration the service keeps.</summary>
    public static readonly IReadOnlyList<BucketConfiguration> All =
    [
        new("BucketReplication", "replication", "ReplicationConfigurationNotFoundError"),
        new("BucketEncryption", "encryption", "ServerSideEncryptionConfigurationNotFoundError"),
        new("BucketLifecycleConfiguration", "lifecycle", "NoSuchLifecycleConfiguration")
        {
            Deletion = "DeleteBucketLifecycle",
            KeptHeader = "x-amz-transition-default-minimum-object-size",
        },
        new("PublicAccessBlock", "publicAccessBlock", "NoSuchPublicAccessBlockConfiguration"),
        new("BucketOwnershipControls", "ownershipControls", "OwnershipControlsNotFoundError"),
        new("BucketPolicy", "policy", "NoSuchBucketPolicy") { PutStatus = 204 },
        new("BucketCors", "cors", "NoSuchCORSConfiguration"),
        new("BucketTagging", "tagging", "NoSuchTagSet") { PutStatus = 204 },
        new("BucketMetricsConfiguration", "metrics", "NoSuchConfiguration") { HasIds = true },
        new("BucketNotificationConfiguration", "notification", null) { Deletion = null },
    ];
}

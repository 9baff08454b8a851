namespace PipAi.LocalCloud.S3.Operations;

/// <summary>A configuration that a bucket can have: put, got and deleted as one document.</summary>
/// <param name="Operation">The end of the API names, such as <c>BucketEncryption</c> in GetBucketEncryption.</param>
/// <param name="Query">The sub-resource in the URL.</param>
/// <param name="Root">The document's root element; empty for JSON.</param>
/// <param name="Missing">The error code when it was never put; null answers an empty document.</param>
internal sealed record BucketConfiguration(string Operation, string Query, string Root, string? Missing)
{
    /// <summary>Whether a bucket has several, told apart by <c>?id=</c>.</summary>
    public bool HasIds { get; init; }

    /// <summary>The status of a successful put.</summary>
    public int PutStatus { get; init; } = 200;

    /// <summary>Every configuration the service keeps.</summary>
    public static readonly IReadOnlyList<BucketConfiguration> All =
    [
        new("BucketReplication", "replication", "ReplicationConfiguration", "ReplicationConfigurationNotFoundError"),
        new("BucketEncryption", "encryption", "ServerSideEncryptionConfiguration", "ServerSideEncryptionConfigurationNotFoundError"),
        new("BucketLifecycleConfiguration", "lifecycle", "LifecycleConfiguration", "NoSuchLifecycleConfiguration"),
        new("PublicAccessBlock", "publicAccessBlock", "PublicAccessBlockConfiguration", "NoSuchPublicAccessBlockConfiguration"),
        new("BucketOwnershipControls", "ownershipControls", "OwnershipControls", "OwnershipControlsNotFoundError"),
        new("BucketPolicy", "policy", "", "NoSuchBucketPolicy") { PutStatus = 204 },
        new("BucketTagging", "tagging", "Tagging", "NoSuchTagSet") { PutStatus = 204 },
        new("BucketCors", "cors", "CORSConfiguration", "NoSuchCORSConfiguration"),
        new("BucketWebsite", "website", "WebsiteConfiguration", "NoSuchWebsiteConfiguration"),
        new("ObjectLockConfiguration", "object-lock", "ObjectLockConfiguration", "ObjectLockConfigurationNotFoundError"),
        new("BucketMetricsConfiguration", "metrics", "MetricsConfiguration", "NoSuchConfiguration") { HasIds = true },
        new("BucketNotificationConfiguration", "notification", "NotificationConfiguration", null),
        new("BucketLogging", "logging", "BucketLoggingStatus", null),
        new("BucketAccelerateConfiguration", "accelerate", "AccelerateConfiguration", null),
    ];
}

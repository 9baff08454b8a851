using PipAi.Providers.Aws.Kinds;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>The kinds of bucket settings.</summary>
internal static class BucketSettings
{
    /// <summary>All of them.</summary>
    public static IEnumerable<AwsKind> Kinds(S3Clients clients, AwsSettings settings) =>
    [
        new VersioningKind(clients, settings),
        new EncryptionKind(clients, settings),
        new PublicAccessBlockKind(clients, settings),
        new OwnershipKind(clients, settings),
        new PolicyKind(clients, settings),
        new ReplicationKind(clients, settings),
        new LifecycleKind(clients, settings),
        new NotificationKind(clients, settings),
    ];
}

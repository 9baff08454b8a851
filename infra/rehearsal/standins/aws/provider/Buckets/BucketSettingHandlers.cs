using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>The kinds of bucket settings.</summary>
internal static class BucketSettingHandlers
{
    /// <summary>All of them.</summary>
    public static IEnumerable<AwsHandler> Kinds(S3Clients clients, AwsSettings settings) =>
    [
        new VersioningHandler(clients, settings),
        new EncryptionHandler(clients, settings),
        new PublicAccessBlockHandler(clients, settings),
        new OwnershipHandler(clients, settings),
        new PolicyHandler(clients, settings),
        new ReplicationHandler(clients, settings),
        new LifecycleHandler(clients, settings),
        new NotificationHandler(clients, settings),
    ];
}

using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;

namespace PipAi.Infra.Storage;

/// <summary>
/// How long old versions and unfinished uploads are kept. Backups hold every version that is still there, so this bounds their price.
/// </summary>
internal sealed class VersionRetention : ComponentResource
{
    /// <summary>Declares one configuration for each bucket.</summary>
    public VersionRetention(string name, VersionRetentionArgs args, ComponentResourceOptions? options = null)
        : base("pipai:storage:VersionRetention", name, options)
    {
        InputList<Resource> ready = [.. args.After, .. args.Buckets.Select(bucket => bucket.Versioning)];
        foreach (var bucket in args.Buckets)
        {
            _ = new BucketLifecycleConfiguration($"{name}-{bucket.Region}", new BucketLifecycleConfigurationArgs
            {
                Bucket = bucket.Name,
                Region = bucket.Region,
                Rules =
                {
                    new BucketLifecycleConfigurationRuleArgs
                    {
                        Id = "old-versions",
                        Status = "Enabled",
                        Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
                        NoncurrentVersionExpiration =
                            new BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs { NoncurrentDays = args.OldVersionDays },
                        Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { ExpiredObjectDeleteMarker = true },
                    },
                    new BucketLifecycleConfigurationRuleArgs
                    {
                        Id = "unfinished-uploads",
                        Status = "Enabled",
                        Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
                        AbortIncompleteMultipartUpload =
                            new BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs { DaysAfterInitiation =
                                args.UnfinishedUploadDays },
                    },
                },
            }, new CustomResourceOptions { Parent = this, DependsOn = ready });
        }

        RegisterOutputs();
    }
}

/// <summary>What a <see cref="VersionRetention"/> is made of.</summary>
internal sealed record VersionRetentionArgs
{
    /// <summary>The buckets.</summary>
    public required ImmutableArray<RegionalBucket> Buckets { get; init; }

    /// <summary>Days for which overwritten and deleted versions are kept.</summary>
    public required int OldVersionDays { get; init; }

    /// <summary>Days after which an unfinished upload is dropped.</summary>
    public required int UnfinishedUploadDays { get; init; }

    /// <summary>What must be there first.</summary>
    public required ImmutableArray<BucketReplicationConfig> After { get; init; }
}

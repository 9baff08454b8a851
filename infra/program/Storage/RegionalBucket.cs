using System.Collections.Immutable;
using PipAi.Infra.Identity;
using Pulumi;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;

namespace PipAi.Infra.Storage;

/// <summary>
/// A private, encrypted bucket in one region that keeps every version. Its settings are written one after the other: S3
/// answers 409 to some of those that arrive together.
/// </summary>
internal sealed class RegionalBucket : ComponentResource
{
    /// <summary>Declares the bucket and its settings.</summary>
    public RegionalBucket(string name, RegionalBucketArgs args, ComponentResourceOptions? options = null)
        : base("pipai:storage:RegionalBucket", name, options)
    {
        Region = args.Region;
        IsProtected = args.IsProtected;
        var bucket = new Bucket(name, new BucketArgs
        {
            BucketName = args.Name,
            Region = args.Region,
            // A bucket that may be deleted may be deleted with what is in it.
            ForceDestroy = !args.IsProtected,
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this, Protect = args.IsProtected });

        var encryption = CloseToOthers(name, bucket);
        Versioning = new BucketVersioning(name, new BucketVersioningArgs
        {
            Bucket = bucket.BucketName,
            Region = args.Region,
            VersioningConfiguration = new BucketVersioningVersioningConfigurationArgs { Status = "Enabled" },
        }, After(encryption));
        Policy = new BucketPolicy(name, new BucketPolicyArgs
        {
            Bucket = bucket.BucketName,
            Region = args.Region,
            Policy = BucketPolicies.TlsOnly(bucket.Arn).ToJson(),
        }, After(Versioning));

        Name = bucket.BucketName;
        Arn = bucket.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = Name });
    }

    /// <summary>The AWS region.</summary>
    public string Region { get; }

    /// <summary>Whether Pulumi refuses to delete it.</summary>
    public bool IsProtected { get; }

    /// <summary>The bucket's name.</summary>
    public Output<string> Name { get; }

    /// <summary>The bucket's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>That the bucket keeps versions: what copies and backups wait for.</summary>
    public BucketVersioning Versioning { get; }

    /// <summary>Who may do what with the bucket: the last of its own settings.</summary>
    public BucketPolicy Policy { get; }

    private CustomResourceOptions After(Resource earlier) => new() { Parent = this, DependsOn = earlier };

    /// <summary>
    /// No ACLs, no public access, encryption at rest; one after another, since S3 refuses changes of one bucket at the same time.
    /// </summary>
    private BucketServerSideEncryptionConfiguration CloseToOthers(string name, Bucket bucket)
    {
        var ownership = new BucketOwnershipControls(name, new BucketOwnershipControlsArgs
        {
            Bucket = bucket.BucketName,
            Region = Region,
            Rule = new BucketOwnershipControlsRuleArgs { ObjectOwnership = "BucketOwnerEnforced" },
        }, After(bucket));
        var privacy = new BucketPublicAccessBlock(name, new BucketPublicAccessBlockArgs
        {
            Bucket = bucket.BucketName,
            Region = Region,
            BlockPublicAcls = true,
            BlockPublicPolicy = true,
            IgnorePublicAcls = true,
            RestrictPublicBuckets = true,
        }, After(ownership));
        return new BucketServerSideEncryptionConfiguration(name, new BucketServerSideEncryptionConfigurationArgs
        {
            Bucket = bucket.BucketName,
            Region = Region,
            Rules =
            {
                new BucketServerSideEncryptionConfigurationRuleArgs
                {
                    ApplyServerSideEncryptionByDefault =
                        new BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs { SseAlgorithm = "AES256" },
                    BlockedEncryptionTypes = { "SSE-C" },
                },
            },
        }, After(privacy));
    }
}

/// <summary>What a <see cref="RegionalBucket"/> is made of.</summary>
internal sealed record RegionalBucketArgs
{
    /// <summary>The bucket's name, unique in all of S3.</summary>
    public required string Name { get; init; }

    /// <summary>The AWS region.</summary>
    public required string Region { get; init; }

    /// <summary>Whether Pulumi refuses to delete it.</summary>
    public required bool IsProtected { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

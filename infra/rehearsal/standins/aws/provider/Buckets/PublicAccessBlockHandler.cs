using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>A bucket's block of public access.</summary>
internal sealed class PublicAccessBlockHandler : BucketSettingHandler
{
    /// <summary>Makes the kind.</summary>
    public PublicAccessBlockHandler(S3Clients clients, AwsSettings settings)
        : base("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "public access block", clients, settings)
    {
    }

    /// <inheritdoc/>
    protected override Task PutAsync(AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation) =>
        client.PutPublicAccessBlockAsync(
            new PutPublicAccessBlockRequest
            {
                BucketName = bucket,
                PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration
                {
                    BlockPublicAcls = inputs.Flag("blockPublicAcls") ?? false,
                    BlockPublicPolicy = inputs.Flag("blockPublicPolicy") ?? false,
                    IgnorePublicAcls = inputs.Flag("ignorePublicAcls") ?? false,
                    RestrictPublicBuckets = inputs.Flag("restrictPublicBuckets") ?? false,
                },
            },
            cancellation);

    /// <inheritdoc/>
    protected override async Task<PropertyMap?> FindAsync(
        AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation)
    {
        var answer = await S3Failures.FindAsync(What(bucket), () =>
            client.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = bucket }, cancellation));
        if (answer?.PublicAccessBlockConfiguration is not { } block) return null;
        var flags = new Dictionary<string, bool?>
        {
            ["blockPublicAcls"] = block.BlockPublicAcls,
            ["blockPublicPolicy"] = block.BlockPublicPolicy,
            ["ignorePublicAcls"] = block.IgnorePublicAcls,
            ["restrictPublicBuckets"] = block.RestrictPublicBuckets,
        };
        return flags.Where(flag => flag.Value == true || inputs.Has(flag.Key))
            .ToImmutableDictionary(flag => flag.Key, flag => new PropertyValue(flag.Value ?? false));
    }

    /// <inheritdoc/>
    protected override Task RemoveAsync(AmazonS3Client client, string bucket, PropertyMap state, CancellationToken cancellation) =>
        state.Flag("skipDestroy") == true
            ? Task.CompletedTask
            : client.DeletePublicAccessBlockAsync(new DeletePublicAccessBlockRequest { BucketName = bucket }, cancellation);
}

using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>Who owns the objects of a bucket.</summary>
internal sealed class OwnershipHandler : BucketSettingHandler
{
    /// <summary>Makes the kind.</summary>
    public OwnershipHandler(S3Clients clients, AwsSettings settings)
        : base("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "ownership", clients, settings)
    {
        Rules = inputs => InputRules.Values(
            "rule.objectOwnership", Ownership(inputs), "BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter");
    }

    /// <inheritdoc/>
    protected override Task PutAsync(AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation) =>
        client.PutBucketOwnershipControlsAsync(
            new PutBucketOwnershipControlsRequest
            {
                BucketName = bucket,
                OwnershipControls = new OwnershipControls
                {
                    Rules = [new OwnershipControlsRule { ObjectOwnership = ObjectOwnership.FindValue(Ownership(inputs)) }],
                },
            },
            cancellation);

    /// <inheritdoc/>
    protected override async Task<PropertyMap?> FindAsync(
        AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation)
    {
        var answer = await S3Failures.FindAsync(What(bucket), () =>
            client.GetBucketOwnershipControlsAsync(new GetBucketOwnershipControlsRequest { BucketName = bucket }, cancellation));
        if (answer?.OwnershipControls?.Rules is not { Count: > 0 } rules) return null;
        var rule = Outputs.Map([new("objectOwnership", rules[0].ObjectOwnership.Value)]);
        return PropertyMap.Empty.SetItem("rule", rule);
    }

    /// <inheritdoc/>
    protected override Task RemoveAsync(AmazonS3Client client, string bucket, PropertyMap state, CancellationToken cancellation) =>
        client.DeleteBucketOwnershipControlsAsync(new DeleteBucketOwnershipControlsRequest { BucketName = bucket }, cancellation);

    private static string? Ownership(PropertyMap inputs) => inputs.Object("rule")?.Text("objectOwnership");
}

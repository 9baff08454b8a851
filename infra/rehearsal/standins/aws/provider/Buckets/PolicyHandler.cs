using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>A bucket's policy.</summary>
internal sealed class PolicyHandler : BucketSettingHandler
{
    /// <summary>Makes the kind.</summary>
    public PolicyHandler(S3Clients clients, AwsSettings settings)
        : base("aws:s3/bucketPolicy:BucketPolicy", "policy", clients, settings)
    {
        Rules = inputs => InputRules.Policy("policy", inputs.Text("policy"));
    }

    /// <inheritdoc/>
    protected override Task PutAsync(AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation) =>
        client.PutBucketPolicyAsync(bucket, inputs.RequiredText("policy"), cancellation);

    /// <inheritdoc/>
    protected override async Task<PropertyMap?> FindAsync(
        AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation)
    {
        var answer = await S3Failures.FindAsync(What(bucket), () =>
            client.GetBucketPolicyAsync(new GetBucketPolicyRequest { BucketName = bucket }, cancellation));
        if (answer?.Policy is not { } policy) return null;
        // The same policy in other words is no drift.
        var same = inputs.Text("policy") is { } known && JsonNode.DeepEquals(Parse(known), Parse(policy));
        return same
            ? PropertyMap.Empty
            : PropertyMap.Empty.SetItem("policy", new PropertyValue(policy));
    }

    /// <inheritdoc/>
    protected override Task RemoveAsync(AmazonS3Client client, string bucket, PropertyMap state, CancellationToken cancellation) =>
        client.DeleteBucketPolicyAsync(new DeleteBucketPolicyRequest { BucketName = bucket }, cancellation);

    private static JsonNode? Parse(string policy)
    {
        try
        {
            return JsonNode.Parse(policy);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>A bucket's versioning. Deleting it suspends, which S3 refuses while replication needs it.</summary>
internal sealed class VersioningHandler : BucketSettingHandler
{
    private const string Property = "versioningConfiguration";

    /// <summary>Makes the kind.</summary>
    public VersioningHandler(S3Clients clients, AwsSettings settings)
        : base("aws:s3/bucketVersioning:BucketVersioning", "versioning", clients, settings)
    {
        Rules = Problems;
    }

    /// <inheritdoc/>
    protected override Task PutAsync(AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation) =>
        SetAsync(client, bucket, Status(inputs), cancellation);

    /// <inheritdoc/>
    protected override async Task<PropertyMap?> FindAsync(
        AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation)
    {
        var request = new GetBucketVersioningRequest { BucketName = bucket };
        var answer = await S3Failures.FindAsync(What(bucket), () => client.GetBucketVersioningAsync(request, cancellation));
        if (answer is null) return null;
        var status = answer.VersioningConfig?.Status?.Value is { Length: > 0 } known and not "Off" ? known : "Disabled";
        var configuration = inputs.Map(Property);
        return PropertyMap.Empty
            .SetItem(Property, new PropertyValue(configuration.SetItem("status", new PropertyValue(status))));
    }

    /// <inheritdoc/>
    protected override Task RemoveAsync(AmazonS3Client client, string bucket, PropertyMap state, CancellationToken cancellation) =>
        SetAsync(client, bucket, Status(state) == "Enabled" ? "Suspended" : "Disabled", cancellation);

    private static string? Status(PropertyMap inputs) => inputs.Object(Property)?.Text("status");

    private static async Task SetAsync(AmazonS3Client client, string bucket, string? status, CancellationToken cancellation)
    {
        // A bucket that never had versions has nothing to set: S3 has no word for switching off.
        if (status == "Disabled") return;
        var request = new PutBucketVersioningRequest
        {
            BucketName = bucket,
            VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.FindValue(status) },
        };
        await client.PutBucketVersioningAsync(request, cancellation);
    }

    private static IEnumerable<CheckFailure> Problems(PropertyMap inputs) =>
        InputRules.Values($"{Property}.status", Status(inputs), "Enabled", "Suspended", "Disabled");
}

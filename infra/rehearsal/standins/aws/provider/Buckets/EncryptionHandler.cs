using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>A bucket's default encryption.</summary>
internal sealed class EncryptionHandler : BucketSettingHandler
{
    private const string Default = "applyServerSideEncryptionByDefault";

    /// <summary>Makes the kind.</summary>
    public EncryptionHandler(S3Clients clients, AwsSettings settings)
        : base(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "encryption", clients, settings)
    {
        Rules = Problems;
    }

    /// <inheritdoc/>
    protected override Task PutAsync(AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation) =>
        client.PutBucketEncryptionAsync(
            new PutBucketEncryptionRequest
            {
                BucketName = bucket,
                ServerSideEncryptionConfiguration = new ServerSideEncryptionConfiguration
                {
                    ServerSideEncryptionRules = [.. inputs.Objects("rules").Select(Rule)],
                },
            },
            cancellation);

    /// <inheritdoc/>
    protected override async Task<PropertyMap?> FindAsync(
        AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation)
    {
        var answer = await S3Failures.FindAsync(What(bucket), () =>
            client.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = bucket }, cancellation));
        if (answer?.ServerSideEncryptionConfiguration?.ServerSideEncryptionRules is not { Count: > 0 } rules) return null;

        var rule = inputs.Objects("rules").FirstOrDefault(PropertyMap.Empty);
        var algorithm = rules[0].ServerSideEncryptionByDefault?.ServerSideEncryptionAlgorithm?.Value;
        if (algorithm is not null)
            rule = rule.With(Default, new PropertyValue(rule.Map(Default).With("sseAlgorithm", algorithm)));
        return PropertyMap.Empty.With("rules", new PropertyValue([new PropertyValue(rule)]));
    }

    /// <inheritdoc/>
    protected override Task RemoveAsync(AmazonS3Client client, string bucket, PropertyMap state, CancellationToken cancellation) =>
        client.DeleteBucketEncryptionAsync(new DeleteBucketEncryptionRequest { BucketName = bucket }, cancellation);

    private static ServerSideEncryptionRule Rule(PropertyMap rule) => new()
    {
        BucketKeyEnabled = rule.Flag("bucketKeyEnabled"),
        ServerSideEncryptionByDefault = rule.Object(Default) is { } standard
            ? new ServerSideEncryptionByDefault
            {
                ServerSideEncryptionAlgorithm = ServerSideEncryptionMethod.FindValue(standard.Text("sseAlgorithm")),
                ServerSideEncryptionKeyManagementServiceKeyId = standard.Text("kmsMasterKeyId"),
            }
            : null,
    };

    private static IEnumerable<CheckFailure> Problems(PropertyMap inputs)
    {
        var rules = inputs.Objects("rules");
        if (rules.Length > 1) yield return new CheckFailure("rules", $"there are {rules.Length}; a bucket has one encryption rule.");
        foreach (var rule in rules)
        {
            var algorithm = rule.Object(Default)?.Text("sseAlgorithm");
            foreach (var failure in InputRules.Values($"rules[0].{Default}.sseAlgorithm", algorithm, "AES256", "aws:kms", "aws:kms:dsse"))
                yield return failure;
        }
    }
}

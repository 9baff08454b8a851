using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>Whom a bucket tells of its events. The local S3 keeps it and tells nobody.</summary>
internal sealed class NotificationHandler : BucketSettingHandler
{
    /// <summary>Makes the kind.</summary>
    public NotificationHandler(S3Clients clients, AwsSettings settings)
        : base("aws:s3/bucketNotification:BucketNotification", "notifications", clients, settings)
    {
        Rules = Problems;
    }

    /// <inheritdoc/>
    protected override Task PutAsync(AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation) =>
        client.PutBucketNotificationAsync(
            new PutBucketNotificationRequest
            {
                BucketName = bucket,
                EventBridgeConfiguration = inputs.Flag("eventbridge") == true ? new EventBridgeConfiguration() : null,
                TopicConfigurations = [.. inputs.Objects("topics").Select(Topic)],
            },
            cancellation);

    /// <inheritdoc/>
    protected override async Task<PropertyMap?> FindAsync(
        AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation)
    {
        var request = new GetBucketNotificationRequest { BucketName = bucket };
        var answer = await S3Failures.FindAsync(What(bucket), () => client.GetBucketNotificationAsync(request, cancellation));
        if (answer is null) return null;
        return inputs.Has("eventbridge")
            ? PropertyMap.Empty
                .SetItem("eventbridge", new PropertyValue(answer.EventBridgeConfiguration is not null))
            : PropertyMap.Empty;
    }

    /// <inheritdoc/>
    protected override Task RemoveAsync(AmazonS3Client client, string bucket, PropertyMap state, CancellationToken cancellation) =>
        client.PutBucketNotificationAsync(new PutBucketNotificationRequest { BucketName = bucket }, cancellation);

    private static TopicConfiguration Topic(PropertyMap topic) => new()
    {
        Id = topic.Text("id"),
        Topic = topic.Text("topicArn"),
        Events = [.. topic.Texts("events").Select(EventType.FindValue)],
    };

    private static IEnumerable<CheckFailure> Problems(PropertyMap inputs)
    {
        var topics = inputs.Objects("topics");
        for (var i = 0; i < topics.Length; i++)
        {
            foreach (var name in topics[i].Texts("events").Where(
                name => name.Length > 0 && !name.StartsWith("s3:", StringComparison.Ordinal)))
                yield return new CheckFailure(
                    string.Create(CultureInfo.InvariantCulture, $"topics[{i}].events"), $"'{name}' is no event: they begin with 's3:'.");
        }
    }
}

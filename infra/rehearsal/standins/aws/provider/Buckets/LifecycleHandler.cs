using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>What becomes of a bucket's objects, old versions and unfinished uploads in time.</summary>
internal sealed class LifecycleHandler : BucketSettingHandler
{
    private const string MinimumSize = "transitionDefaultMinimumObjectSize";

    /// <summary>Makes the kind.</summary>
    public LifecycleHandler(S3Clients clients, AwsSettings settings)
        : base("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "lifecycle", clients, settings)
    {
        Rules = Problems;
    }

    /// <inheritdoc/>
    protected override PropertyMap Defaults =>
        PropertyMap.Empty.SetItem(MinimumSize, new PropertyValue("all_storage_classes_128K"));

    /// <inheritdoc/>
    protected override Task PutAsync(AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation) =>
        client.PutLifecycleConfigurationAsync(
            bucket, new LifecycleConfiguration { Rules = [.. inputs.Objects("rules").Select(Rule)] }, cancellation);

    /// <inheritdoc/>
    protected override async Task<PropertyMap?> FindAsync(
        AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation)
    {
        var answer = await S3Failures.FindAsync(What(bucket), () => client.GetLifecycleConfigurationAsync(bucket, cancellation));
        return answer?.Configuration?.Rules is { Count: > 0 } ? PropertyMap.Empty : null;
    }

    /// <inheritdoc/>
    protected override Task RemoveAsync(AmazonS3Client client, string bucket, PropertyMap state, CancellationToken cancellation) =>
        client.DeleteLifecycleConfigurationAsync(bucket, cancellation);

    private static LifecycleRule Rule(PropertyMap rule) => new()
    {
        Id = rule.Text("id"),
        Status = LifecycleRuleStatus.FindValue(rule.Text("status")),
        Filter = new LifecycleFilter
        {
            LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = rule.Object("filter")?.Text("prefix") ?? "" },
        },
        AbortIncompleteMultipartUpload = rule.Object("abortIncompleteMultipartUpload") is { } abort
            ? new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = abort.Whole("daysAfterInitiation") }
            : null,
        Expiration = rule.Object("expiration") is { } expiration
            ? new LifecycleRuleExpiration
            {
                Days = expiration.Whole("days"),
                ExpiredObjectDeleteMarker = expiration.Flag("expiredObjectDeleteMarker"),
            }
            : null,
        NoncurrentVersionExpiration = rule.Object("noncurrentVersionExpiration") is { } old
            ? new LifecycleRuleNoncurrentVersionExpiration
            {
                NoncurrentDays = old.Whole("noncurrentDays"),
                NewerNoncurrentVersions = old.Whole("newerNoncurrentVersions"),
            }
            : null,
        NoncurrentVersionTransitions = rule.Objects("noncurrentVersionTransitions") is { Length: > 0 } transitions
            ? [.. transitions.Select(Transition)]
            : null,
    };

    private static LifecycleRuleNoncurrentVersionTransition Transition(PropertyMap transition) => new()
    {
        NoncurrentDays = transition.Whole("noncurrentDays"),
        NewerNoncurrentVersions = transition.Whole("newerNoncurrentVersions"),
        StorageClass = S3StorageClass.FindValue(transition.Text("storageClass")),
    };

    private static IEnumerable<CheckFailure> Problems(PropertyMap inputs)
    {
        var rules = inputs.Objects("rules");
        for (var i = 0; i < rules.Length; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"rules[{i}]");
            foreach (var failure in InputRules.Values($"{path}.status", rules[i].Text("status"), "Enabled", "Disabled"))
                yield return failure;
            if (rules[i].Object("expiration") is { } expiration && expiration.Has("days") && expiration.Has("expiredObjectDeleteMarker"))
                yield return new CheckFailure($"{path}.expiration", "'days' and 'expiredObjectDeleteMarker' exclude each other.");
        }

        if (rules.Select(rule => rule.Text("id")).OfType<string>().GroupBy(id => id).FirstOrDefault(
            group => group.Count() > 1) is { } twice)
            yield return new CheckFailure("rules", $"id '{twice.Key}' is there more than once.");
    }
}

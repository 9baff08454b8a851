using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Rules;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Replication;

/// <summary>What S3 refuses in a replication configuration; the order of creation matters, and these say so.</summary>
internal static class ReplicationChecks
{
    /// <summary>Looks a configuration over, against its bucket and its destinations.</summary>
    /// <exception cref="AwsException">S3 would refuse it.</exception>
    public static void Verify(BucketSettings source, string document, S3Store store)
    {
        var configuration = ReplicationRules.Parse(document);
        if (!source.IsVersioned)
            throw S3Errors.InvalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
        if (configuration.Rules.Length is 0 or > 1000 || configuration.Role.Length == 0) throw S3Errors.MalformedXml();
        foreach (var rule in configuration.Rules)
        {
            VerifySchema(rule);
            VerifyDestination(rule, source, store);
        }

        if (configuration.Rules.Where(rule => rule.HasFilter).GroupBy(rule => rule.Priority).Any(group => group.Count() > 1))
            throw S3Errors.InvalidRequest("Found duplicate priority in the rules; each rule needs a priority of its own.");
        if (configuration.Rules.Where(rule => rule.Id.Length > 0).GroupBy(rule => rule.Id).Any(group => group.Count() > 1))
            throw S3Errors.InvalidArgument("Rule Id must be unique");
    }

    private static void VerifySchema(ReplicationRule rule)
    {
        if (rule.HasFilter && rule.DeleteMarkers is null)
            throw S3Errors.InvalidRequest(
                "DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema.");
        if (rule.HasFilter && rule.Priority is null)
            throw S3Errors.InvalidRequest("Priority must be specified for this version of Cross Region Replication configuration schema.");
        if (rule is { DeleteMarkers: true, Tags.IsEmpty: false })
            throw S3Errors.InvalidRequest("Delete marker replication is not supported if any Tag filter is specified.");
        if (rule is { TimeControl: true, Metrics: false })
            throw S3Errors.InvalidRequest("Replication metrics must be enabled where replication time control is.");
    }

    private static void VerifyDestination(ReplicationRule rule, BucketSettings source, S3Store store)
    {
        if (!rule.DestinationArn.StartsWith("arn:aws:s3:::", StringComparison.Ordinal))
            throw S3Errors.InvalidArgument($"Invalid destination bucket ARN: {rule.DestinationArn}");
        if (rule.Destination == source.Name)
            throw S3Errors.InvalidRequest("Destination bucket cannot be the same as the source bucket.");
        var destination = store.Find(rule.Destination) ?? throw S3Errors.InvalidRequest("Destination bucket must exist.");
        if (!destination.Settings.IsVersioned)
            throw S3Errors.InvalidRequest("Destination bucket must have versioning enabled.");
    }
}

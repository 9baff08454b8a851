using Pulumi;

namespace PipAi.Infra.Identity;

/// <summary>Who may publish alerts.</summary>
internal static class AlertPolicies
{
    /// <summary>CloudWatch and S3 may publish on the topic, on behalf of the topic's own account only.</summary>
    public static PolicyDocument Publish(Output<string> topicArn) => new([
        Allow("Alarms", "cloudwatch.amazonaws.com", topicArn),
        Allow("Buckets", "s3.amazonaws.com", topicArn),
    ]);

    private static PolicyStatement Allow(string sid, string service, Output<string> topicArn) => new()
    {
        Sid = sid,
        PrincipalKind = "Service",
        Principal = service,
        Actions = ["sns:Publish"],
        Resources = [topicArn],
        Conditions = [new PolicyCondition("StringEquals", "aws:SourceAccount", PipelineScope.AccountOf(topicArn))],
    };
}

namespace PipAi.Infra.Identity;

/// <summary>
/// What GitHub jobs may do: look at, or change, the resources of this stack, each by name. Issuers, backup plans, alarms and
/// health checks are not among it: an operator makes them once, and their changes are rare enough to be deployed by hand.
/// </summary>
internal static class PipelinePolicies
{
    private static readonly string[] ReadBucket =
    [
        "s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLocation", "s3:GetBucketLogging",
        "s3:GetBucketNotification", "s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning",
        "s3:GetBucketWebsite", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration",
        "s3:ListBucket",
    ];

    private static readonly string[] ChangeBucket =
    [
        "s3:CreateBucket", "s3:PutBucketNotification", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration", "s3:PutReplicationConfiguration",
    ];

    private static readonly string[] ReadAccessPoint =
        ["s3:GetMultiRegionAccessPoint", "s3:GetMultiRegionAccessPointRoutes"];

    private static readonly string[] ReadRole =
        ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"];

    private static readonly string[] ChangeRole =
        ["iam:PassRole", "iam:PutRolePolicy", "iam:TagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole"];

    private static readonly string[] ReadTopic = ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:ListTagsForResource"];

    private static readonly string[] ChangeTopic = ["sns:SetTopicAttributes", "sns:Subscribe", "sns:TagResource"];

    /// <summary>What a job that deploys may do.</summary>
    public static PolicyDocument Deploy(PipelineIdentityArgs args) => new([
        new PolicyStatement { Sid = "Buckets", Actions = [.. ReadBucket, .. ChangeBucket], Resources = args.BucketArns },
        new PolicyStatement { Sid = "AccessPoint", Actions = [.. ReadAccessPoint, "s3:SubmitMultiRegionAccessPointRoutes"], Resources = [args.AccessPointArn] },
        new PolicyStatement { Sid = "Roles", Actions = [.. ReadRole, .. ChangeRole], Resources = args.RoleArns },
        new PolicyStatement { Sid = "Topics", Actions = [.. ReadTopic, .. ChangeTopic], Resources = args.TopicArns },
    ]);

    /// <summary>What a job that previews may do.</summary>
    public static PolicyDocument Preview(PipelineIdentityArgs args) => new([
        new PolicyStatement { Sid = "Buckets", Actions = [.. ReadBucket], Resources = args.BucketArns },
        new PolicyStatement { Sid = "AccessPoint", Actions = [.. ReadAccessPoint], Resources = [args.AccessPointArn] },
        new PolicyStatement { Sid = "Roles", Actions = [.. ReadRole], Resources = args.RoleArns },
        new PolicyStatement { Sid = "Topics", Actions = [.. ReadTopic], Resources = args.TopicArns },
    ]);
}

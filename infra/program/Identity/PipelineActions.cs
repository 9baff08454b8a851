using System.Collections.Immutable;

namespace PipAi.Infra.Identity;

/// <summary>What Pulumi's aws provider calls to read and to change each kind of resource that this program declares.</summary>
internal static class PipelineActions
{
    public static readonly ImmutableArray<string> ReadBucket =
    [
        "s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLocation", "s3:GetBucketLogging",
        "s3:GetBucketNotification", "s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning",
        "s3:GetBucketWebsite", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration",
        "s3:ListBucket", "s3:ListTagsForResource",
    ];

    public static readonly ImmutableArray<string> ChangeBucket =
    [
        "s3:CreateBucket", "s3:DeleteBucketPolicy", "s3:PutBucketNotification", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration", "s3:PutReplicationConfiguration", "s3:TagResource", "s3:UntagResource",
    ];

    public static readonly ImmutableArray<string> ReadAccessPoint =
    [
        "s3:DescribeMultiRegionAccessPointOperation", "s3:GetMultiRegionAccessPoint", "s3:GetMultiRegionAccessPointRoutes",
    ];

    public static readonly ImmutableArray<string> ChangeAccessPoint =
        ["s3:CreateMultiRegionAccessPoint", "s3:DeleteMultiRegionAccessPoint", "s3:SubmitMultiRegionAccessPointRoutes"];

    public static readonly ImmutableArray<string> ReadRole =
        [
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListInstanceProfilesForRole",
            "iam:ListRolePolicies",
            "iam:ListRoleTags",
        ];

    public static readonly ImmutableArray<string> ChangeRole =
        ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription"];

    // IAM allows these only where the condition on the boundary holds.
    public static readonly ImmutableArray<string> ChangeRoleRights = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"];

    public static readonly ImmutableArray<string> ReadPolicy =
    [
        "iam:GetPolicy",
        "iam:GetPolicyVersion",
        "iam:ListPolicyTags",
        "iam:ListPolicyVersions",
    ];

    public static readonly ImmutableArray<string> ReadIssuer = ["iam:GetOpenIDConnectProvider", "iam:ListOpenIDConnectProviderTags"];

    public static readonly ImmutableArray<string> ChangeIssuer =
    [
        "iam:AddClientIDToOpenIDConnectProvider", "iam:CreateOpenIDConnectProvider", "iam:RemoveClientIDFromOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider", "iam:UntagOpenIDConnectProvider", "iam:UpdateOpenIDConnectProviderThumbprint",
    ];

    public static readonly ImmutableArray<string> ReadTopic =
    [
        "sns:GetTopicAttributes",
        "sns:ListSubscriptionsByTopic",
        "sns:ListTagsForResource",
    ];

    public static readonly ImmutableArray<string> ChangeTopic =
        ["sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:TagResource", "sns:UntagResource"];

    public static readonly ImmutableArray<string> ReadSubscription = ["sns:GetSubscriptionAttributes"];

    public static readonly ImmutableArray<string> ChangeSubscription = ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"];

    public static readonly ImmutableArray<string> ReadAlarm = ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"];

    public static readonly ImmutableArray<string> ChangeAlarm =
        ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"];

    public static readonly ImmutableArray<string> ReadHealthCheck = ["route53:GetHealthCheck", "route53:ListTagsForResource"];

    public static readonly ImmutableArray<string> ChangeHealthCheck =
        ["route53:ChangeTagsForResource", "route53:DeleteHealthCheck", "route53:UpdateHealthCheck"];

    public static readonly ImmutableArray<string> ReadVault = ["backup:DescribeBackupVault", "backup:ListTags"];

    public static readonly ImmutableArray<string> ChangeVault =
        ["backup:CreateBackupVault", "backup:PutBackupVaultLockConfiguration", "backup:TagResource", "backup:UntagResource"];

    public static readonly ImmutableArray<string> UseVaultKey =
        ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:RetireGrant"];

    public static readonly ImmutableArray<string> ReadPlan = ["backup:GetBackupPlan", "backup:GetBackupSelection", "backup:ListTags"];

    public static readonly ImmutableArray<string> ChangePlan =
    [
        "backup:CreateBackupPlan", "backup:CreateBackupSelection", "backup:DeleteBackupPlan", "backup:DeleteBackupSelection",
        "backup:TagResource", "backup:UntagResource", "backup:UpdateBackupPlan",
    ];

    public static readonly ImmutableArray<string> ReadRestoreTest =
        ["backup:GetRestoreTestingPlan", "backup:GetRestoreTestingSelection", "backup:ListTags"];

    public static readonly ImmutableArray<string> ChangeRestoreTest =
    [
        "backup:CreateRestoreTestingPlan", "backup:CreateRestoreTestingSelection", "backup:DeleteRestoreTestingPlan",
        "backup:DeleteRestoreTestingSelection", "backup:TagResource", "backup:UntagResource", "backup:UpdateRestoreTestingPlan",
        "backup:UpdateRestoreTestingSelection",
    ];
}

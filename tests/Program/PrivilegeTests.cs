using System.Text.Json;
using PipAi.Infra.Policies;

namespace PipAi.Program.Tests;

/// <summary>Who may do what in AWS: each policy that a stack declares, read statement by statement.</summary>
public sealed class PrivilegeTests
{
    // AWS's service authorization reference names no kind of resource for these: they can be allowed on everything or not at all.
    private static readonly Dictionary<string, string> WithoutResource = new()
    {
        ["sns:GetSubscriptionAttributes"] = "SNS knows topics only",
        ["sns:SetSubscriptionAttributes"] = "SNS knows topics only",
        ["sns:Unsubscribe"] = "SNS knows topics only",
        ["route53:CreateHealthCheck"] = "Route 53 gives the id when it creates one",
        ["backup-storage:MountCapsule"] = "what AWS Backup asks of those who create a vault",
        ["backup:DescribeRegionSettings"] = "settings of a whole account and region",
        ["backup:UpdateRegionSettings"] = "settings of a whole account and region",
    };

    // AWS chooses these names, so that no policy can be written with them in it.
    private static readonly Dictionary<string, string> NamedByAws = new()
    {
        ["arn:aws:s3::{account}:accesspoint/*.mrap"] = "alias of a Multi-Region Access Point",
        ["arn:aws:s3:us-west-2:{account}:async-request/mrap/*"] = "request token of its creation",
        ["arn:aws:route53:::healthcheck/*"] = "id of a health check",
        ["arn:aws:backup:*:{account}:backup-plan:*"] = "id of a backup plan",
        ["arn:aws:kms:*:{account}:key/*"] = "AWS Backup's own key, and through AWS Backup only",
        // A boundary allows nothing by itself.
        ["arn:aws:s3::*:accesspoint/*"] = "in the boundary: alias of a Multi-Region Access Point",
        ["arn:aws:s3::*:accesspoint/*/object/*"] = "in the boundary: what is behind it",
    };

    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    public async Task Nothing_is_allowed_on_everything_unless_AWS_knows_no_narrower_way(string stack)
    {
        var allowing = await AllowingAsync(stack);
        Assert.True(allowing.Length > 30);
        Assert.All(allowing, statement =>
        {
            Assert.DoesNotContain(Texts(statement, "Action"), action => action.Contains('*', StringComparison.Ordinal));
            Assert.DoesNotContain("*", Texts(statement, "Principal"));
            foreach (var resource in Texts(statement, "Resource").Where(resource => !NamedByAws.ContainsKey(resource)))
            {
                if (resource == "*") Assert.DoesNotContain(Texts(statement, "Action"), action => !WithoutResource.ContainsKey(action));
                else
                    Assert.Matches(
                        @"^(\{[^*]+\.arn\}(/\*|/documents/\*|/object/\*)?|arn:aws:[a-z0-9]+:\*?:(\{account\})?:[^*]*(pip[-_]ai|token\.actions)[^*]*\*?(/\*)?)$", resource);
            }
        });
    }

    [Fact]
    public async Task A_job_that_deploys_reaches_every_kind_of_resource_that_is_declared_in_AWS()
    {
        var declaration = await Declarations.Production;
        var actions = Statements(declaration, "github-deploy").SelectMany(statement => Texts(statement, "Action")).ToHashSet();
        var changedBy = new Dictionary<string, string>
        {
            ["backup/plan:Plan"] = "backup:UpdateBackupPlan",
            ["backup/regionSettings:RegionSettings"] = "backup:UpdateRegionSettings",
            ["backup/restoreTestingPlan:RestoreTestingPlan"] = "backup:UpdateRestoreTestingPlan",
            ["backup/restoreTestingSelection:RestoreTestingSelection"] = "backup:UpdateRestoreTestingSelection",
            ["backup/selection:Selection"] = "backup:CreateBackupSelection",
            ["backup/vault:Vault"] = "backup:CreateBackupVault",
            ["backup/vaultLockConfiguration:VaultLockConfiguration"] = "backup:PutBackupVaultLockConfiguration",
            ["cloudwatch/metricAlarm:MetricAlarm"] = "cloudwatch:PutMetricAlarm",
            ["iam/openIdConnectProvider:OpenIdConnectProvider"] = "iam:CreateOpenIDConnectProvider",
            ["iam/role:Role"] = "iam:CreateRole",
            ["iam/rolePolicy:RolePolicy"] = "iam:PutRolePolicy",
            // An operator's: what bounds the pipeline, and what AWS Backup may do.
            ["iam/policy:Policy"] = "iam:GetPolicy",
            ["iam/rolePolicyAttachment:RolePolicyAttachment"] = "iam:ListAttachedRolePolicies",
            ["route53/healthCheck:HealthCheck"] = "route53:UpdateHealthCheck",
            ["s3/bucket:Bucket"] = "s3:CreateBucket",
            ["s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"] = "s3:PutLifecycleConfiguration",
            ["s3/bucketNotification:BucketNotification"] = "s3:PutBucketNotification",
            ["s3/bucketOwnershipControls:BucketOwnershipControls"] = "s3:PutBucketOwnershipControls",
            ["s3/bucketPolicy:BucketPolicy"] = "s3:PutBucketPolicy",
            ["s3/bucketPublicAccessBlock:BucketPublicAccessBlock"] = "s3:PutBucketPublicAccessBlock",
            ["s3/bucketReplicationConfig:BucketReplicationConfig"] = "s3:PutReplicationConfiguration",
            ["s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"] = "s3:PutEncryptionConfiguration",
            ["s3/bucketVersioning:BucketVersioning"] = "s3:PutBucketVersioning",
            ["s3control/multiRegionAccessPoint:MultiRegionAccessPoint"] = "s3:CreateMultiRegionAccessPoint",
            ["s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes"] = "s3:SubmitMultiRegionAccessPointRoutes",
            ["sns/topic:Topic"] = "sns:CreateTopic",
            ["sns/topicPolicy:TopicPolicy"] = "sns:SetTopicAttributes",
            ["sns/topicSubscription:TopicSubscription"] = "sns:Subscribe",
        };
        var declared = declaration.Resources.Select(resource => resource.Type).Where(
            type => type.StartsWith("aws:", StringComparison.Ordinal)).Distinct();
        Assert.All(declared, type => Assert.Contains(changedBy[type["aws:".Length..]], actions));
    }

    [Fact]
    public async Task A_job_that_deploys_is_of_one_repository_and_one_environment()
    {
        var trust = Assert.Single(Statements(await Declarations.Production, "github-deploy", "assumeRolePolicy"));
        Assert.Equal(
            """{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:sub":"repo:pip-ai/platform:environment:production"}}""",
            trust.GetProperty("Condition").GetRawText());
    }

    [Fact]
    public async Task A_job_that_deploys_can_neither_delete_data_nor_make_itself_more_powerful()
    {
        var statements = Statements(await Declarations.Production, "github-deploy");
        string[] forbidden =
        [
            "s3:DeleteBucket", "s3:DeleteObject", "s3:DeleteObjectVersion", "backup:DeleteBackupVault", "backup:DeleteRecoveryPoint",
            "backup:DeleteBackupVaultLockConfiguration", "iam:AttachRolePolicy", "iam:CreatePolicyVersion",
            "iam:DeleteRolePermissionsBoundary",
        ];
        Assert.Empty(statements.SelectMany(statement => Texts(statement, "Action")).Intersect(forbidden));

        var writing = statements.Where(
            statement =>
                Texts(statement, "Action").Any(action => action.StartsWith("iam:", StringComparison.Ordinal) && !IsReading(action)))
                    .ToArray();
        Assert.All(
            writing,
            statement =>
                Assert.DoesNotContain(Texts(statement, "Resource"), resource => resource.Contains("github", StringComparison.Ordinal)));
        var granting = Assert.Single(writing, statement => Texts(statement, "Action").Contains("iam:PutRolePolicy"));
        Assert.Equal("""{"StringEquals":{"iam:PermissionsBoundary":"{boundary.arn}"}}""", granting.GetProperty("Condition").GetRawText());
    }

    [Fact]
    public async Task A_job_that_previews_changes_nothing() => Assert.All(
        Statements(await Declarations.Production, "github-preview").SelectMany(statement => Texts(statement, "Action")),
        action => Assert.True(IsReading(action), action));

    [Fact]
    public async Task Policies_of_roles_are_short_enough_for_IAM() => Assert.All(
        (await Declarations.Production).OfType("aws:iam/rolePolicy:RolePolicy"),
        policy => Assert.InRange(((string)policy["policy"]!).Length, 1, 10_240 - 1_000));

    private static bool IsReading(string action) =>
        action.Split(':')[1] is var verb
            && (verb.StartsWith("Get", StringComparison.Ordinal) || verb.StartsWith("List", StringComparison.Ordinal)
                || verb.StartsWith("Describe", StringComparison.Ordinal));

    private static async Task<JsonElement[]> AllowingAsync(string stack) =>
        [.. (await Declarations.ReadAsync(StackFiles.Settings(stack))).Resources
            .SelectMany(resource => new[] { resource["policy"], resource["assumeRolePolicy"] }.OfType<string>())
            .SelectMany(Statements)
            .Where(statement => statement.GetProperty("Effect").GetString() == "Allow")];

    private static JsonElement[] Statements(Declaration declaration, string name, string property = "policy") =>
        Statements((string)declaration.Resources.Single(resource => resource.Name == name && resource[property] is string)[property]!);

    private static JsonElement[] Statements(string policy) =>
        [.. JsonDocument.Parse(policy).RootElement.GetProperty("Statement").EnumerateArray()];

    private static IEnumerable<string> Texts(JsonElement statement, string name) =>
        !statement.TryGetProperty(name, out var value) ? [] : value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().Select(item => item.GetString()!),
            JsonValueKind.Object => value.EnumerateObject().Select(item => item.Value.GetString()!),
            _ => [value.GetString()!],
        };
}

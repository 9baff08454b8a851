using System.Collections.Immutable;
using Pulumi;

namespace PipAi.Infra.Identity;

/// <summary>
/// What GitHub jobs may do: look at, or change, what this stack declares in AWS, by name. They may not delete what holds
/// data, lift a vault's lock, or touch their own roles, the boundary and the issuer of their tokens: an operator does that.
/// </summary>
internal static class PipelinePolicies
{
    /// <summary>What a job that deploys may do.</summary>
    public static PolicyDocument Deploy(PipelineScope scope) => Of(scope, deploys: true);

    /// <summary>What a job that previews may do.</summary>
    public static PolicyDocument Preview(PipelineScope scope) => Of(scope, deploys: false);

    private static PolicyDocument Of(PipelineScope scope, bool deploys) =>
        new(
            [.. Storage(scope).Concat(Identities(scope)).Concat(Monitoring(scope)).Concat(Recovery(scope)).SelectMany(
                grant => grant.For(deploys))]);

    private static IEnumerable<PipelineGrant> Storage(PipelineScope scope) =>
    [
        new()
        {
            Sid = "Buckets",
            Reads = PipelineActions.ReadBucket,
            Changes = PipelineActions.ChangeBucket,
            Resources = [$"arn:aws:s3:::{scope.Names.Buckets}-*"],
        },
        new()
        {
            Sid = "AccessPoint",
            Reads = PipelineActions.ReadAccessPoint,
            Changes = PipelineActions.ChangeAccessPoint,
            // S3 chooses the alias, which stands here in place of the name.
            Resources =
            [
                Output.Format($"arn:aws:s3::{scope.Account}:accesspoint/*.mrap"),
                Output.Format($"arn:aws:s3:us-west-2:{scope.Account}:async-request/mrap/*"),
            ],
        },
    ];

    private static IEnumerable<PipelineGrant> Identities(PipelineScope scope)
    {
        ImmutableArray<Input<string>> bounded = [.. scope.BoundedRoles.Select(scope.Role)];
        ImmutableArray<Input<string>> issuers = [.. scope.Issuers.Select(scope.Issuer)];
        PolicyCondition[] isBounded = [new("StringEquals", "iam:PermissionsBoundary", scope.BoundaryArn)];
        return
        [
            new() { Sid = "Roles", Reads = PipelineActions.ReadRole, Resources = [.. scope.AllRoles.Select(scope.Role)] },
            new() { Sid = "BoundedRoles", Changes = PipelineActions.ChangeRole, Resources = bounded },
            new()
            {
                Sid = "RightsOfBoundedRoles",
                Changes = PipelineActions.ChangeRoleRights,
                Resources = bounded,
                Conditions = [.. isBounded],
            },
            new() { Sid = "Boundary", Reads = PipelineActions.ReadPolicy, Resources = [scope.BoundaryArn] },
            Pass("PassToS3", scope.Role(scope.Names.ReplicationRole), "s3.amazonaws.com"),
            Pass("PassToBackup", scope.Role(scope.Names.RecoveryRole), "backup.amazonaws.com"),
            new()
            {
                Sid = "Issuers",
                Reads = PipelineActions.ReadIssuer,
                Resources = [.. issuers, scope.Issuer("token.actions.githubusercontent.com")],
            },
            new() { Sid = "IssuersBesidesGitHub", Changes = PipelineActions.ChangeIssuer, Resources = issuers },
        ];
    }

    private static PipelineGrant Pass(string sid, Input<string> role, string service) => new()
    {
        Sid = sid,
        Changes = ["iam:PassRole"],
        Resources = [role],
        Conditions = [new PolicyCondition("StringEquals", "iam:PassedToService", service)],
    };

    private static IEnumerable<PipelineGrant> Monitoring(PipelineScope scope) =>
    [
        new()
        {
            Sid = "Topics",
            Reads = PipelineActions.ReadTopic,
            Changes = PipelineActions.ChangeTopic,
            Resources = [scope.Regional("sns", $"pip-ai-alerts{scope.Names.Suffix}")],
        },
        new()
        {
            Sid = "Subscriptions",
            Reads = PipelineActions.ReadSubscription,
            Changes = PipelineActions.ChangeSubscription,
            Resources = ["*"],
        },
        new()
        {
            Sid = "Alarms",
            Reads = PipelineActions.ReadAlarm,
            Changes = PipelineActions.ChangeAlarm,
            Resources = [scope.Regional("cloudwatch", "alarm:pip-ai-*")],
        },
        new()
        {
            Sid = "HealthChecks",
            Reads = PipelineActions.ReadHealthCheck,
            Changes = PipelineActions.ChangeHealthCheck,
            Resources = ["arn:aws:route53:::healthcheck/*"],
        },
        new() { Sid = "NewHealthChecks", Changes = ["route53:CreateHealthCheck"], Resources = ["*"] },
    ];

    private static IEnumerable<PipelineGrant> Recovery(PipelineScope scope) =>
    [
        new()
        {
            Sid = "Vaults",
            Reads = PipelineActions.ReadVault,
            Changes = PipelineActions.ChangeVault,
            Resources = [scope.Regional("backup", "backup-vault:pip-ai-*")],
        },
        new() { Sid = "NewVaults", Changes = ["backup-storage:MountCapsule"], Resources = ["*"] },
        new()
        {
            Sid = "KeysOfVaults",
            Changes = PipelineActions.UseVaultKey,
            Resources = [scope.Regional("kms", "key/*")],
            Conditions = [new PolicyCondition("StringLike", "kms:ViaService", "backup.*.amazonaws.com")],
        },
        new()
        {
            Sid = "Plans",
            Reads = PipelineActions.ReadPlan,
            Changes = PipelineActions.ChangePlan,
            Resources = [scope.Regional("backup", "backup-plan:*")],
        },
        new()
        {
            Sid = "RestoreTests",
            Reads = PipelineActions.ReadRestoreTest,
            Changes = PipelineActions.ChangeRestoreTest,
            Resources = [scope.Regional("backup", "restore-testing-plan:pip_ai_*")],
        },
        new() { Sid = "OptIn", Reads = ["backup:DescribeRegionSettings"], Changes = ["backup:UpdateRegionSettings"], Resources = ["*"] },
    ];
}

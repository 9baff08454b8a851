using System.Globalization;
using PipAi.Infra.Policies;

namespace PipAi.Program.Tests;

/// <summary>Every setting, changed, changes what it is for: one that reaches nothing would be a promise that nobody keeps.</summary>
public sealed class SettingReachTests
{
    private const string Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    private const string Machine = "fly:index:Machine";
    private const string Worker = "workers-iad-1";
    private const string Parser = "parsing-iad-1";
    private const string Project = "vercel:index/project:Project";
    private const string Retention = "vercel:index/projectDeploymentRetention:ProjectDeploymentRetention";
    private const string Lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
    private const string Check = "aws:route53/healthCheck:HealthCheck";
    private const string Recovery = "documents-recovery-us-east-1";

    private static readonly (string Key, string Value, string Type, string Name, string Path, string Seen)[] Reach =
    [
        ("aws:region", "us-west-2", "", "home", "", "us-west-2"),
        ("nameSuffix", "-two", "aws:s3/bucket:Bucket", "documents-us-east-1", "bucket", "pip-ai-documents-two-us-east-1"),
        ("nameSuffix", "-two", "temporalcloud:index:Namespace", "workflows", "name", "pip-ai-two"),
        ("nameSuffix", "-two", "fly:index:App", "workers", "name", "pip-ai-temporal-workers-two"),
        ("protectData", "false", "temporalcloud:index:Namespace", "workflows", "deletionProtection", "false"),
        ("protectData", "false", "aws:s3/bucket:Bucket", "documents-us-east-1", "forceDestroy", "true"),
        ("protectData", "false", "aws:backup/vault:Vault", Recovery, "forceDestroy", "true"),
        ("owner", "documents-team", Machine, Worker, "config.metadata.owner", "documents-team"),
        ("costCenter", "4711", "aws:sns/topic:Topic", "alerts-us-east-1", "tags.cost-center", "4711"),
        ("flyOrganization", "other-org", "fly:index:App", "workers", "orgSlug", "other-org"),
        ("flyOrganization", "other-org", "fly:index:App", "parsing", "orgSlug", "other-org"),
        ("flyOrganization", "other-org", "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "machines", "url",
            "https://oidc.fly.io/other-org"),
        ("workerRegions", """{"fra":1,"iad":1}""", Machine, "workers-fra-1", "region", "fra"),
        ("workerStandbys", """{"sjc":1}""", Machine, "workers-sjc-standby-1", "skipLaunch", "true"),
        ("primaryRegion", "ord", Machine, Worker, "config.env.PRIMARY_REGION", "ord"),
        ("workerCpus", "1", Machine, Worker, "config.guest.cpus", "1"),
        ("workerMemoryMb", "4096", Machine, Worker, "config.guest.memoryMb", "4096"),
        ("parsingRegions", """{"fra":1}""", Machine, "parsing-fra-1", "region", "fra"),
        ("parsingRegions", """{"fra":1}""", Machine, Worker, "config.env.UNSTRUCTURED_REGIONS", "fra"),
        ("parsingStandbys", """{"lhr":2}""", Machine, "parsing-lhr-standby-2", "region", "lhr"),
        ("parsingCpuKind", "shared", Machine, Parser, "config.guest.cpuKind", "shared"),
        ("parsingCpus", "1", Machine, Parser, "config.guest.cpus", "1"),
        ("parsingMemoryMb", "8192", Machine, Parser, "config.guest.memoryMb", "8192"),
        ("parsingSoftLimit", "3", Machine, Parser, "config.services.0.concurrency.softLimit", "3"),
        ("parsingHardLimit", "9", Machine, Parser, "config.services.0.concurrency.hardLimit", "9"),
        ("parsingKeyRotation", "4", "fly:index:Secret", "parsing-keys-even", "keepers.renewals", "2"),
        ("healthIntervalSeconds", "20", Machine, Worker, "config.services.0.checks.0.interval", "20s"),
        ("healthTimeoutSeconds", "4", Machine, Parser, "config.services.0.checks.0.timeout", "4s"),
        ("healthGraceSeconds", "45", Machine, Worker, "config.services.0.checks.0.gracePeriod", "45s"),
        ("drainSeconds", "120", Machine, Worker, "config.stopConfig.timeout", "120s"),
        ("drainSeconds", "120", Machine, Parser, "deletion.timeout", "120s"),
        ("bucketPrefix", "papers", "aws:s3/bucket:Bucket", "documents-us-east-1", "bucket", "papers-us-east-1"),
        ("storageRegions", """["us-east-1","us-west-2"]""", Machine, Worker, "config.env.DOCUMENT_BUCKETS",
            "us-east-1=pip-ai-documents-us-east-1,us-west-2=pip-ai-documents-us-west-2"),
        ("storageRegions", """["us-west-2","us-east-1"]""", Machine, Worker, "config.env.AWS_REGION", "us-west-2"),
        ("retiringStorageRegions", """["us-west-1"]""", "aws:s3/bucket:Bucket", "documents-us-west-1", "forceDestroy", "true"),
        ("activeStorageRegion", "us-east-2", "aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes",
            "documents-everywhere", "routes.1.trafficDialPercentage", "100"),
        ("oldVersionDays", "30", Lifecycle, "documents-retention-us-east-1",
            "rules.0.noncurrentVersionExpiration.noncurrentDays", "30"),
        ("unfinishedUploadDays", "3", Lifecycle, "documents-retention-us-east-1",
            "rules.1.abortIncompleteMultipartUpload.daysAfterInitiation", "3"),
        ("pointInTimeRegions", """["us-east-2"]""", "aws:backup/vault:Vault", "documents-recovery-us-east-2", "region", "us-east-2"),
        ("pointInTimeDays", "9", "aws:backup/plan:Plan", Recovery, "rules.0.lifecycle.deleteAfter", "9"),
        ("pointInTimeDays", "9", "aws:backup/vaultLockConfiguration:VaultLockConfiguration", Recovery, "minRetentionDays", "9"),
        ("pointInTimeDays", "9", "aws:backup/restoreTestingPlan:RestoreTestingPlan", $"{Recovery}-test",
            "recoveryPointSelection.selectionWindowDays", "9"),
        ("replicationLagAlarmSeconds", "600", Alarm, "replication-us-east-1-to-us-east-2", "threshold", "600"),
        ("accessPointControlRegion", "us-east-1", "aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes",
            "documents-everywhere", "region", "us-east-1"),
        ("temporalRegion", "aws-us-east-2", "temporalcloud:index:Namespace", "workflows", "regions.0", "aws-us-east-2"),
        ("temporalReplicaRegion", "aws-us-east-2", "temporalcloud:index:Namespace", "workflows", "regions.1", "aws-us-east-2"),
        ("temporalRetentionDays", "14", "temporalcloud:index:Namespace", "workflows", "retentionDays", "14"),
        ("temporalTaskQueue", "papers", Machine, Worker, "config.env.TEMPORAL_TASK_QUEUE", "papers"),
        ("temporalApiKeyExpiry", "2027-06-01T00:00:00Z", "temporalcloud:index:ApiKey", "workflows-workers", "expiryTime",
            "2027-06-01T00:00:00Z"),
        ("vercelTeam", "other-team", "pulumi:providers:vercel", "frontend", "team", "other-team"),
        ("vercelTeam", "other-team", "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "website", "clientIdLists.0",
            "https://vercel.com/other-team"),
        ("frontendRepository", "pip-ai/site", Project, "frontend", "gitRepository.repo", "pip-ai/site"),
        ("frontendProductionBranch", "stable", "vercel:index/deployment:Deployment", "frontend", "ref", "stable"),
        ("frontendProductionBranch", "stable", Project, "frontend", "gitRepository.productionBranch", "stable"),
        ("frontendFramework", "remix", Project, "frontend", "framework", "remix"),
        ("frontendNodeVersion", "22.x", Project, "frontend", "nodeVersion", "22.x"),
        ("frontendFunctionRegions", """["fra1"]""", Project, "frontend", "resourceConfig.functionDefaultRegions.0", "fra1"),
        ("frontendDomains", """["app.pip-ai.com"]""", "vercel:index/projectDomain:ProjectDomain", "frontend-app.pip-ai.com", "domain",
            "app.pip-ai.com"),
        ("frontendPreviewRetention", "1w", Retention, "frontend", "expirationPreview", "1w"),
        ("frontendPreviewRetention", "1w", Retention, "frontend", "expirationErrored", "1w"),
        ("frontendPreviewRetention", "1w", Retention, "frontend", "expirationCanceled", "1w"),
        ("frontendProductionRetention", "unlimited", Retention, "frontend", "expirationProduction", "unlimited"),
        ("ciRepository", "pip-ai/other", "aws:iam/role:Role", "github-preview", "description",
            "GitHub jobs with the subject repo:pip-ai/other:pull_request"),
        ("ciDeploySubject", "repo:pip-ai/other:environment:live", "aws:iam/role:Role", "github-deploy", "description",
            "GitHub jobs with the subject repo:pip-ai/other:environment:live"),
        ("ciPreviewSubject", "repo:pip-ai/other:ref:refs/heads/dev", "aws:iam/role:Role", "github-preview", "description",
            "GitHub jobs with the subject repo:pip-ai/other:ref:refs/heads/dev"),
        ("alertSubscribers", """["mailto:b@pip-ai.com"]""", "aws:sns/topicSubscription:TopicSubscription",
            "alerts-us-east-1-mailto:b@pip-ai.com", "endpoint", "b@pip-ai.com"),
        ("healthMetricsRegion", "us-east-2", Alarm, "endpoints-workers", "region", "us-east-2"),
        ("healthCheckSeconds", "10", Check, "endpoints-workers", "requestInterval", "10"),
        ("healthCheckFailures", "5", Check, "endpoints-workers", "failureThreshold", "5"),
    ];

    // These take something away, change a rule, or stand in the outputs: other tests say so.
    private static readonly string[] Elsewhere =
    [
        "checkedEndpoints", "monthlyBudgetMaxUsd", "monthlyBudgetMinUsd", "production", "restoreTesting", "workerCpuKind",
        "busyMonthPercent", "documentKilobytes", "documentsPerMonth", "flyPlan", "frontendGigabytesPerMonth", "frontendRequestsPerMonth",
        "parsingBusyPercent", "quietMonthPercent", "storedGigabytes", "temporalActionsPerDocument", "temporalPlan", "vercelPlan",
        "vercelSeats",
        "workersNeeded", "targetAvailabilityPercent", "targetInstanceSeconds", "targetPartitionSeconds", "targetRegionSeconds",
        "targetStorageSeconds",
    ];

    public static TheoryData<int> Reaching => [.. Enumerable.Range(0, Reach.Length).Where(index => Reach[index].Type.Length > 0)];

    [Theory]
    [MemberData(nameof(Reaching))]
    public async Task A_setting_reaches_what_it_is_for(int index)
    {
        var (key, value, type, name, path, seen) = Reach[index];
        var before = await Declarations.Production;
        var after = await Declarations.ReadAsync(StackFiles.Settings("prod", (key, value)));
        Assert.Equal(seen, Value(Assert.Single(after.OfType(type), resource => resource.Name == name), path));
        Assert.NotEqual(seen, Value(before.OfType(type).SingleOrDefault(resource => resource.Name == name), path));
    }

    [Fact]
    public void Every_setting_there_is_reaches_something() => Assert.Equal(
        StackFiles.Described().Keys,
        Reach.Select(one => one.Key).Union(Elsewhere).Where(key => !key.Contains(':')).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Endpoints_that_are_not_listed_are_not_checked()
    {
        var declaration = await Declarations.ReadAsync(StackFiles.Settings("prod", ("checkedEndpoints", """["parsing"]""")));
        Assert.Equal(["endpoints-parsing"], declaration.OfType(Check).Select(check => check.Name));
        Assert.Equal(
            ["endpoints-parsing"],
            declaration.OfType(Alarm).Where(alarm => alarm["namespace"] is "AWS/Route53").Select(alarm => alarm.Name));
    }

    [Fact]
    public async Task Machines_of_workers_are_of_the_kind_that_is_set()
    {
        var declaration = await Declarations.ReadAsync(
            StackFiles.Settings("prod", ("workerCpuKind", "performance"), ("workerMemoryMb", "4096")));
        Assert.All(
            declaration.OfType(Machine).Where(machine => machine.Name.StartsWith("workers-", StringComparison.Ordinal)),
            machine => Assert.Equal("performance", machine["config.guest.cpuKind"]));
    }

    [Fact]
    public async Task Restores_that_are_not_tested_leave_neither_plan_nor_alarm()
    {
        var declaration = await Declarations.ReadAsync(StackFiles.Settings("prod", ("restoreTesting", "false")));
        Assert.Empty(declaration.Resources.Where(
            resource => resource.Type.StartsWith("aws:backup/restoreTesting", StringComparison.Ordinal)));
        Assert.Equal(
            ["NumberOfBackupJobsFailed"],
            declaration.OfType(Alarm).Where(alarm => alarm["namespace"] is "AWS/Backup").Select(alarm => alarm["metricName"]).Distinct());
    }

    [Fact]
    public void The_home_region_is_read_from_the_providers_own_setting() =>
        Assert.Equal("us-west-2", StackFiles.Settings("prod", ("aws:region", "us-west-2")).HomeRegion);

    // Numbers step into lists.
    private static string Value(PolicyResource? resource, string path)
    {
        object? value = resource?.Inputs;
        foreach (var step in path.Split('.'))
        {
            value = value switch
            {
                IReadOnlyDictionary<string, object> map => map.GetValueOrDefault(step),
                IEnumerable<object> list when value is not string => list.ElementAtOrDefault(int.Parse(step, CultureInfo.InvariantCulture)),
                _ => null,
            };
        }

        return value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }
}

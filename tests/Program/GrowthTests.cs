using PipAi.Infra.Policies;

namespace PipAi.Program.Tests;

public sealed class GrowthTests
{
    [Fact]
    public async Task Two_lines_of_configuration_add_Europe()
    {
        var before = await Declarations.Production;
        var after = await Declarations.ReadAsync(StackFiles.Settings("prod",
            ("workerRegions", """{"fra":2,"iad":4,"lax":1,"ord":1}"""),
            ("storageRegions", """["us-east-1","us-east-2","us-west-2","eu-central-1"]""")));

        Assert.Equal(["workers-fra-1", "workers-fra-2"], Added(before, after, "fly:index:Machine"));
        Assert.Equal(["documents-eu-central-1"], Added(before, after, "aws:s3/bucket:Bucket"));
        Assert.Equal(
            ["documents-replication-from-eu-central-1"], Added(before, after, "aws:s3/bucketReplicationConfig:BucketReplicationConfig"));
        Assert.Equal(6, Added(before, after, "aws:cloudwatch/metricAlarm:MetricAlarm").Length);
        Assert.All(
            after.OfType("aws:s3/bucketReplicationConfig:BucketReplicationConfig"), mesh => Assert.Equal(3, mesh.List("rules").Count()));
        await Declarations.CheckAsync(after.Settings);
    }

    [Fact]
    public async Task Two_lines_of_configuration_add_Asia_and_the_buckets_are_told_to_the_workers()
    {
        var grown = await Declarations.ReadAsync(StackFiles.Settings("prod",
            ("workerRegions", """{"iad":4,"lax":1,"nrt":2,"ord":1}"""),
            ("storageRegions", """["us-east-1","us-east-2","us-west-2","ap-northeast-1"]""")));

        var worker = grown.OfType("fly:index:Machine").First(machine => machine.Name == "workers-nrt-2");
        Assert.EndsWith(
            ",ap-northeast-1=pip-ai-documents-ap-northeast-1", worker["config.env.DOCUMENT_BUCKETS"] as string, StringComparison.Ordinal);
        Assert.Equal("nrt", worker["region"]);
        Assert.Equal("iad", worker["config.env.PRIMARY_REGION"]);
    }

    [Fact]
    public async Task A_storage_region_leaves_production_in_two_updates()
    {
        const string Bucket = "aws:s3/bucket:Bucket";
        var before = await Declarations.Production;
        var leaving = await Declarations.ReadAsync(StackFiles.Settings("prod",
            ("storageRegions", """["us-east-1","us-east-2"]"""), ("retiringStorageRegions", """["us-west-2"]""")));
        var gone = await Declarations.ReadAsync(StackFiles.Settings("prod",
            ("storageRegions", """["us-east-1","us-east-2"]"""), ("pointInTimeRegions", """["us-east-1"]""")));

        // First it is there, for nobody: it copies what it has to the others, and nothing keeps Pulumi from deleting it.
        Assert.Empty(Added(leaving, before, Bucket));
        Assert.Equal(
            ["documents-us-west-2"],
            leaving.OfType(Bucket).Where(bucket => !bucket.IsProtected && bucket["forceDestroy"] is true).Select(bucket => bucket.Name));
        Assert.Equal(
            ["documents-recovery-us-west-2"],
            leaving.OfType("aws:backup/vault:Vault").Where(vault => !vault.IsProtected).Select(vault => vault.Name));
        Assert.Equal(
            [("us-east-1", 1), ("us-east-2", 1), ("us-west-2", 2)],
            leaving.OfType("aws:s3/bucketReplicationConfig:BucketReplicationConfig").Select(
                copies => ((string)copies["region"]!, copies.List("rules").Count())));
        Assert.Equal(
            2,
            Assert.Single(leaving.OfType("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint")).List("details.regions").Count());
        Assert.Equal(
            "us-east-1=pip-ai-documents-us-east-1,us-east-2=pip-ai-documents-us-east-2",
            leaving.OfType("fly:index:Machine").First(machine => machine.Name == "workers-iad-1")["config.env.DOCUMENT_BUCKETS"]);
        await Declarations.CheckAsync(leaving.Settings);
        // Then it goes, and all that was about it.
        Assert.Equal(["documents-us-west-2"], Added(gone, leaving, Bucket));
        Assert.DoesNotContain(
            gone.Resources,
            resource => resource["region"] is "us-west-2" && !resource.Name.StartsWith("documents-everywhere", StringComparison.Ordinal));
        await Declarations.CheckAsync(gone.Settings);
    }

    [Theory]
    [InlineData("pip-ai/platform", "repo:pip-ai/platform:environment:production", "repo:pip-ai/platform:pull_request")]
    [InlineData(
        "pip-ai@1234/platform@5678", "repo:pip-ai@1234/platform@5678:environment:production",
        "repo:pip-ai@1234/platform@5678:pull_request")]
    public async Task GitHubs_jobs_are_known_by_names_and_by_names_with_ids(string repository, string deploys, string looks)
    {
        var declaration = await Declarations.ReadAsync(StackFiles.Settings("prod", ("ciRepository", repository)));
        var trusts = declaration.OfType("aws:iam/role:Role").ToDictionary(role => role.Name, role => (string)role["assumeRolePolicy"]!);
        Assert.Contains($"\"{deploys}\"", trusts["github-deploy"], StringComparison.Ordinal);
        Assert.Contains($"\"{looks}\"", trusts["github-preview"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("repo:pip-ai@1234/platform@5678:environment:staging")]
    [InlineData("repo:pip-ai/platform:environment:staging")]
    public void A_subject_is_taken_as_the_token_spells_it(string subject) =>
        Assert.Equal(subject, StackFiles.Settings("prod", ("ciDeploySubject", subject)).Identity.DeploySubject);

    [Fact]
    public async Task One_bucket_alone_is_copied_nowhere()
    {
        var single = await Declarations.ReadAsync(StackFiles.Settings("staging", ("storageRegions", """["us-east-1"]""")));
        Assert.Empty(single.OfType("aws:s3/bucketReplicationConfig:BucketReplicationConfig"));
        Assert.Empty(single.OfType("aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes"));
        Assert.Single(single.OfType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"));
    }

    [Fact]
    public async Task Domains_and_subscribers_of_the_settings_are_declared()
    {
        var declaration = await Declarations.ReadAsync(StackFiles.Settings("prod",
            ("frontendDomains", """["app.pip-ai.com","www.pip-ai.com"]"""),
            ("alertSubscribers", """["mailto:a@pip-ai.com","https://alerts.pip-ai.com/in"]""")));
        Assert.Equal(
            [("app.pip-ai.com", null), ("www.pip-ai.com", "app.pip-ai.com")],
            declaration.OfType("vercel:index/projectDomain:ProjectDomain").Select(
                domain => ((string)domain["domain"]!, (string?)domain["redirect"])));
        Assert.Equal(
            "app.pip-ai.com",
            declaration.OfType("aws:route53/healthCheck:HealthCheck").Single(check => check.Name == "endpoints-frontend")["fqdn"]);
        Assert.Equal(
            [("email", "a@pip-ai.com"), ("https", "https://alerts.pip-ai.com/in")],
            declaration.OfType("aws:sns/topicSubscription:TopicSubscription").Select(
                subscription => ((string)subscription["protocol"]!, (string)subscription["endpoint"]!)).Distinct().Order());
    }

    [Fact]
    public async Task Previews_of_the_frontend_get_a_key_that_changes_nothing()
    {
        var declaration = await Declarations.Production;
        var keys = declaration.OfType("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable").Where(
            variable => variable["key"] is "TEMPORAL_API_KEY")
            .Select(variable => (((IEnumerable<object>)variable["targets"]!).Single(), variable["value"], variable["sensitive"]));
        Assert.Equal(
            [("production", "{workflows-frontend.token} [secret]", true), ("preview", "{workflows-preview.token} [secret]", true)], keys);
        var access = declaration.OfType("temporalcloud:index:ServiceAccount").ToDictionary(
            account => account.Name, account => Assert.Single(account.List("namespaceAccesses"))["permission"]);
        Assert.Equal(("write", "write", "read"), (access["workflows-workers"], access["workflows-frontend"], access["workflows-preview"]));
    }

    [Fact]
    public async Task The_longest_names_that_the_settings_allow_are_short_enough_for_the_vendors()
    {
        var declaration = await Declarations.ReadAsync(StackFiles.Settings("prod",
            ("nameSuffix", "-twelvesigns0"), ("bucketPrefix", new string('b', 35)),
            ("workerRegions", """{"iad":50,"lax":1,"ord":1}"""), ("workerStandbys", """{"iad":50}"""),
            ("storageRegions", """["ap-southeast-1","us-east-1","us-west-2"]"""), ("pointInTimeRegions", """["ap-southeast-1"]""")));
        (string Type, string Property, int Longest)[] limits =
        [
            ("aws:s3/bucket:Bucket", "bucket", 63), ("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "details.name", 50),
            ("aws:backup/vault:Vault", "name", 50), ("aws:backup/plan:Plan", "name", 50),
            ("aws:backup/restoreTestingPlan:RestoreTestingPlan", "name", 50),
            ("aws:iam/role:Role", "name", 64), ("aws:iam/policy:Policy", "name", 128),
            ("aws:cloudwatch/metricAlarm:MetricAlarm", "name", 255),
            ("fly:index:App", "name", 63), ("fly:index:Machine", "name", 30), ("temporalcloud:index:Namespace", "name", 39),
            ("vercel:index/project:Project", "name", 100),
        ];
        Assert.All(
            limits,
            limit =>
                Assert.All(
                    declaration.OfType(limit.Type),
                    resource => Assert.InRange(((string)resource[limit.Property]!).Length, 2, limit.Longest)));
    }

    private static string[] Added(Declaration before, Declaration after, string type) =>
        [.. after.OfType(type).Select(resource => resource.Name).Except(before.OfType(type).Select(resource => resource.Name)).Order(
            StringComparer.Ordinal)];
}

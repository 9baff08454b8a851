using System.Collections.Immutable;
using PipAi.Infra.Policies;

namespace PipAi.Program.Tests;

/// <summary>Each rule, tried alone: a resource that keeps it, and every way to break it.</summary>
public sealed class RuleTests
{
    private const string Machine = "fly:index:Machine";
    private const string Bucket = "aws:s3/bucket:Bucket";
    private const string Versioning = "aws:s3/bucketVersioning:BucketVersioning";
    private const string Block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
    private const string Variable = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";

    [Fact]
    public void The_rules_are_these() => Assert.Equal(
        [
            "health-check-on-every-service", "versioning-on-every-bucket", "no-public-bucket", "no-plain-secret",
            "three-worker-regions-in-production", "labels-everywhere", "data-is-protected-in-production",
        ],
        PlatformRules.All.Select(rule => rule.Name));

    [Theory]
    [InlineData("path,interval,timeout", false)]
    [InlineData("interval,timeout", true)]
    [InlineData("path,timeout", true)]
    [InlineData("path,interval", true)]
    [InlineData("", true)]
    public void A_check_has_a_path_an_interval_and_a_timeout(string parts, bool isBroken)
    {
        var check = parts.Split(',', StringSplitOptions.RemoveEmptyEntries).ToImmutableDictionary(part => part, object (part) => part);
        var service = Map(("checks", ImmutableArray.Create<object>(check)));
        Breaks(
            "health-check-on-every-service", isBroken,
            Resource(Machine, "m", ("config", Map(("services", ImmutableArray.Create<object>(service))))));
    }

    [Fact]
    public void Every_one_of_a_machines_services_is_checked()
    {
        var check = Map(("path", "/"), ("interval", "1s"), ("timeout", "1s"));
        object[] services = [Map(("checks", ImmutableArray.Create<object>(check))), Map(("port", 1))];
        Breaks("health-check-on-every-service", true, Resource(Machine, "m", ("config", Map(("services", services.ToImmutableArray())))));
        Breaks("health-check-on-every-service", true, Resource(Machine, "m", ("config", Map(("services", ImmutableArray<object>.Empty)))));
        Breaks("health-check-on-every-service", false, Resource("fly:index:App", "a"));
    }

    [Theory]
    [InlineData("documents", "us-east-1", "Enabled", false)]
    [InlineData("documents", "us-east-1", "Suspended", true)]
    [InlineData("documents", "us-west-2", "Enabled", true)]
    [InlineData("others", "us-east-1", "Enabled", true)]
    public void Versions_are_kept_by_a_sibling_in_the_buckets_own_region(string parent, string region, string status, bool isBroken) =>
        Breaks(
            "versioning-on-every-bucket", isBroken, Resource(Bucket, "b", ("region", "us-east-1")) with { Parent = "documents" },
            Resource(Versioning, "v", ("region", region), ("versioningConfiguration", Map(("status", status)))) with { Parent = parent });

    [Theory]
    [InlineData("")]
    [InlineData("blockPublicAcls")]
    [InlineData("blockPublicPolicy")]
    [InlineData("ignorePublicAcls")]
    [InlineData("restrictPublicBuckets")]
    public void A_bucket_is_closed_by_all_four_switches(string open)
    {
        string[] switches = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
        Breaks(
            "no-public-bucket", open.Length > 0, Resource(Bucket, "b"),
            Resource(Block, "p", [.. switches.Select(one => (one, (object)(one != open)))]));
        Breaks("no-public-bucket", true, Resource(Bucket, "b"));
    }

    [Theory]
    [InlineData("API_KEY", "x", true)]
    [InlineData("api_key", "x", true)]
    [InlineData("ACCESS_TOKEN", "x", true)]
    [InlineData("CLIENT_SECRET", "x", true)]
    [InlineData("PASSWORD", "x", true)]
    [InlineData("AWS_CREDENTIAL", "x", true)]
    [InlineData("AWS_CREDENTIALS", "x", true)]
    [InlineData("KEYBOARD", "x", false)]
    [InlineData("TOKEN_COUNT", "x", false)]
    [InlineData("URL", "https://{keys.token} [secret]@host", true)]
    [InlineData("URL", "https://host", false)]
    public void A_secret_is_known_by_its_name_or_by_where_it_comes_from(string name, string value, bool isSecret)
    {
        Breaks("no-plain-secret", isSecret, Resource(Machine, "m", ("config", Map(("env", Map((name, value)))))));
        Breaks("no-plain-secret", isSecret, Resource(Variable, "v", ("key", name), ("value", value)));
        Breaks("no-plain-secret", isSecret, Resource(Variable, "v", ("key", name), ("value", value), ("sensitive", false)));
        Breaks("no-plain-secret", false, Resource(Variable, "v", ("key", name), ("value", value), ("sensitive", true)));
    }

    [Theory]
    [InlineData("""{"iad":4,"lax":1,"ord":1}""", "true", false)]
    [InlineData("""{"iad":4,"lax":1,"ord":0}""", "true", true)]
    [InlineData("""{"iad":4}""", "true", true)]
    [InlineData("""{"iad":4}""", "false", false)]
    public void Production_has_running_workers_in_three_regions(string regions, string production, bool isBroken) => Assert.Equal(
        isBroken,
        Rule("three-worker-regions-in-production").Breaches(new Declaration(
            StackFiles.Settings("prod", ("workerRegions", regions), ("production", production)), [],
            new Dictionary<string, object?>())).Any());

    [Theory]
    [InlineData(Bucket)]
    [InlineData("aws:backup/plan:Plan")]
    [InlineData("aws:backup/restoreTestingPlan:RestoreTestingPlan")]
    [InlineData("aws:backup/vault:Vault")]
    [InlineData("aws:cloudwatch/metricAlarm:MetricAlarm")]
    [InlineData("aws:iam/openIdConnectProvider:OpenIdConnectProvider")]
    [InlineData("aws:iam/policy:Policy")]
    [InlineData("aws:iam/role:Role")]
    [InlineData("aws:route53/healthCheck:HealthCheck")]
    [InlineData("aws:sns/topic:Topic")]
    [InlineData("temporalcloud:index:Namespace")]
    public void What_takes_labels_has_all_of_them(string type)
    {
        var labels = StackFiles.Settings("prod").Tags.ToImmutableDictionary(tag => tag.Key, tag => (object)tag.Value);
        Breaks("labels-everywhere", false, Resource(type, "r", ("tags", labels)));
        Breaks("labels-everywhere", false, Resource(type, "r", ("tags", labels.Add("more", "x"))));
        Breaks("labels-everywhere", true, Resource(type, "r"));
        Assert.All(labels.Keys, label => Breaks("labels-everywhere", true, Resource(type, "r", ("tags", labels.Remove(label)))));
        Breaks("labels-everywhere", true, Resource(Machine, "m", ("tags", labels)));
        Breaks("labels-everywhere", false, Resource(Machine, "m", ("config", Map(("metadata", labels)))));
    }

    [Theory]
    [InlineData(Bucket, "us-east-1", true)]
    [InlineData("aws:backup/vault:Vault", "us-east-1", true)]
    [InlineData("temporalcloud:index:Namespace", "", true)]
    // Regions on their way out may lose what they hold; topics hold nothing.
    [InlineData(Bucket, "us-west-1", false)]
    [InlineData("aws:sns/topic:Topic", "us-east-1", false)]
    public void What_holds_data_is_protected_in_production(string type, string region, bool isBroken)
    {
        var settings = StackFiles.Settings("prod", ("retiringStorageRegions", """["us-west-1"]"""));
        var resource = region.Length > 0 ? Resource(type, "r", ("region", region)) : Resource(type, "r");
        var rule = Rule("data-is-protected-in-production");
        var none = new Dictionary<string, object?>();
        Assert.Equal(isBroken, rule.Breaches(new Declaration(settings, [resource], none)).Any());
        Assert.Empty(rule.Breaches(new Declaration(settings, [resource with { IsProtected = true }], none)));
        Assert.Empty(rule.Breaches(new Declaration(settings with { IsProduction = false }, [resource], none)));
    }

    [Fact]
    public void All_breaches_are_told_at_once_in_the_order_of_the_rules()
    {
        var settings = StackFiles.Settings("prod", ("workerRegions", """{"iad":4}"""));
        var refused = Assert.Throws<PolicyViolationException>(() => PolicyGate.Check(new Declaration(
            settings, [Resource(Bucket, "b", ("region", "us-east-1"))], new Dictionary<string, object?>())));
        Assert.Equal(
            [
                "versioning-on-every-bucket is broken by b", "no-public-bucket is broken by b",
                "three-worker-regions-in-production is broken by pip-ai", "labels-everywhere is broken by b",
                "data-is-protected-in-production is broken by b",
            ],
            refused.Message.Split('\n').Select(line => line.Split(':')[1].Trim()));
        Assert.Equal(5, refused.ExitCode);
    }

    [Fact]
    public async Task A_program_that_asks_instead_of_declaring_is_refused()
    {
        var asked = await Assert.ThrowsAsync<InvalidOperationException>(
            () => new DeclarationRecorder().CallAsync(new Pulumi.Testing.MockCallArgs { Token = "aws:index/getRegion:getRegion" }));
        Assert.Equal("The program calls aws:index/getRegion:getRegion: it is to declare, not to ask.", asked.Message);
    }

    private static void Breaks(string rule, bool isBroken, params ImmutableArray<PolicyResource> resources) => Assert.Equal(
        isBroken, Rule(rule).Breaches(new Declaration(StackFiles.Settings("prod"), resources, new Dictionary<string, object?>())).Any());

    private static PolicyRule Rule(string name) => PlatformRules.All.Single(rule => rule.Name == name);

    private static PolicyResource Resource(string type, string name, params (string Key, object Value)[] inputs) =>
        new(type, name, "", false, [], Map(inputs));

    private static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
}

using System.Text.Json;
using PipAi.Providers.Aws;

namespace PipAi.Aws.Tests;

public sealed class RecordedTests
{
    private static readonly Dictionary<string, string> Least = new()
    {
        ["aws:backup/plan:Plan"] = """{"rules":[{"ruleName":"r","targetVaultName":"v"}]}""",
        ["aws:backup/regionSettings:RegionSettings"] = """{"resourceTypeOptInPreference":{"S3":true}}""",
        ["aws:backup/restoreTestingPlan:RestoreTestingPlan"] =
            """{"name":"p","scheduleExpression":"cron(0 9 ? * SUN *)","recoveryPointSelection":{"algorithm":"LATEST_WITHIN_WINDOW","includeVaults":["*"],"recoveryPointTypes":["CONTINUOUS"]}}""",
        ["aws:backup/restoreTestingSelection:RestoreTestingSelection"] =
            """{"name":"s","restoreTestingPlanName":"p","protectedResourceType":"S3","iamRoleArn":"arn:aws:iam::000000000000:role/r"}""",
        ["aws:backup/selection:Selection"] = """{"planId":"p","iamRoleArn":"arn:aws:iam::000000000000:role/r"}""",
        ["aws:backup/vault:Vault"] = "{}",
        ["aws:backup/vaultLockConfiguration:VaultLockConfiguration"] = """{"backupVaultName":"v"}""",
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = """{"comparisonOperator":"GreaterThanThreshold","evaluationPeriods":1}""",
        ["aws:iam/openIdConnectProvider:OpenIdConnectProvider"] =
            """{"url":"https://oidc.fly.io/pip","clientIdLists":["sts.amazonaws.com"]}""",
        ["aws:iam/policy:Policy"] = """{"policy":"{\"Statement\":[]}"}""",
        ["aws:iam/role:Role"] = """{"assumeRolePolicy":"{\"Statement\":[]}"}""",
        ["aws:iam/rolePolicy:RolePolicy"] = """{"role":"r","policy":"{\"Statement\":[]}"}""",
        ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"] = """{"role":"r","policyArn":"arn:aws:iam::aws:policy/X"}""",
        ["aws:route53/healthCheck:HealthCheck"] = """{"type":"HTTPS"}""",
        ["aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"] = """{"details":{"name":"n","regions":[{"bucket":"b"}]}}""",
        ["aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes"] =
            """{"mrap":"m","routes":[{"bucket":"b","region":"us-east-1","trafficDialPercentage":100}]}""",
        ["aws:sns/topic:Topic"] = "{}",
        ["aws:sns/topicPolicy:TopicPolicy"] = """{"arn":"arn:aws:sns:us-east-1:000000000000:t","policy":"{\"Statement\":[]}"}""",
        ["aws:sns/topicSubscription:TopicSubscription"] =
            """{"topic":"arn:aws:sns:us-east-1:000000000000:t","protocol":"email","endpoint":"a@b.c"}""",
    };

    private readonly Driver aws = new(new AwsProvider(name => name == "AWS_REGION" ? "us-east-1" : null, TimeProvider.System));

    public static TheoryData<string> Types => [.. Least.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Every_output_that_AWS_always_answers_is_answered(string type)
    {
        var created = await aws.CreateAsync(type, Least[type]);
        var missing = Required(type).Where(name => !created.Outputs.TryGetValue(name, out var value) || value.IsNull || value.IsComputed);
        Assert.Empty(missing);
        Assert.NotEqual("", created.Id);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_preview_promises_nothing_that_the_deployment_does_not_keep(string type)
    {
        var planned = await aws.CreateAsync(type, Least[type], preview: true);
        var created = await aws.CreateAsync(type, Least[type]);
        Assert.Equal(created.Outputs.Keys.Order(), planned.Outputs.Keys.Order());
        Assert.All(
            planned.Outputs.Where(output => !output.Value.IsComputed), output => Assert.Equal(output.Value, created.Outputs[output.Key]));
        var updated = await aws.UpdateAsync(created, Least[type], preview: true);
        Assert.All(updated.Outputs, output => Assert.Equal(output.Value, created.Outputs[output.Key]));
    }

    [Fact]
    public async Task Every_type_of_the_schema_is_known()
    {
        using var schema = Schema();
        foreach (var type in schema.RootElement.GetProperty("resources").EnumerateObject())
            Assert.NotNull(await aws.CheckAsync(type.Name, "{}"));
    }

    [Fact]
    public async Task Identities_look_like_those_of_AWS()
    {
        var role = await aws.CreateAsync("aws:iam/role:Role", """{"name":"workers","assumeRolePolicy":"{\"Statement\":[]}"}""");
        var issuer = await aws.CreateAsync(
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider", Least["aws:iam/openIdConnectProvider:OpenIdConnectProvider"]);
        var point = await aws.CreateAsync(
            "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
            Least["aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"]);

        Assert.Equal(("workers", "arn:aws:iam::000000000000:role/workers"), (role.Id, role["arn"]));
        Assert.Matches("^AROA[0-9A-F]{17}$", role["uniqueId"]);
        Assert.Equal("arn:aws:iam::000000000000:oidc-provider/oidc.fly.io/pip", issuer.Id);
        Assert.Matches("^[0-9a-f]{13}[.]mrap$", point["alias"]);
        Assert.Equal(("000000000000:n", $"arn:aws:s3::000000000000:accesspoint/{point["alias"]}"), (point.Id, point["arn"]));
    }

    [Theory]
    [InlineData(
        "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
        """{"details":{"name":"n","regions":[{"bucket":"b"},{"bucket":"c"}]}}""", "details")]
    [InlineData("aws:backup/selection:Selection", """{"planId":"p","iamRoleArn":"arn:aws:iam::000000000000:role/other"}""", "iamRoleArn")]
    [InlineData("aws:route53/healthCheck:HealthCheck", """{"type":"HTTP"}""", "type")]
    [InlineData(
        "aws:sns/topicSubscription:TopicSubscription",
        """{"topic":"arn:aws:sns:us-east-1:000000000000:t","protocol":"email","endpoint":"x@b.c"}""", "endpoint")]
    public async Task What_AWS_cannot_change_is_replaced(string type, string inputs, string property)
    {
        var before = await aws.CreateAsync(type, Least[type]);
        var check = await aws.CheckAsync(type, inputs, old: "{}");
        var diff = await aws.DiffAsync(before with { Inputs = Driver.Properties(Least[type]) }, inputs);
        Assert.Empty(check.Failures!);
        Assert.Equal([property], diff.Replaces);
    }

    private static IEnumerable<string> Required(string type)
    {
        using var schema = Schema();
        return [.. schema.RootElement.GetProperty("resources").GetProperty(type).GetProperty("required").EnumerateArray().Select(
            name => name.GetString()!)];
    }

    private static JsonDocument Schema() => JsonDocument.Parse(typeof(AwsProvider).Assembly.GetManifestResourceStream("schema.json")!);
}

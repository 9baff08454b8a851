using System.Collections.Immutable;
using PipAi.Infra.Policies;
using PipAi.Testing;

namespace PipAi.Program.Tests;

public sealed class PolicyTests
{
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    public async Task The_committed_stacks_break_no_rule(string stack) =>
        await Declarations.CheckAsync(StackFiles.Settings(stack));

    [Fact]
    public async Task Production_with_two_regions_and_unprotected_data_is_refused()
    {
        var settings = StackFiles.Settings("prod", ("workerRegions", """{"iad":4,"ord":1}"""), ("protectData", "false"));
        var refused = await Assert.ThrowsAsync<PolicyViolationException>(() => Declarations.CheckAsync(settings));
        Approved.Text(refused.Message);
    }

    [Fact]
    public async Task Staging_may_have_two_regions_and_unprotected_data() =>
        await Declarations.CheckAsync(StackFiles.Settings("staging", ("workerRegions", """{"iad":1}""")));

    [Fact]
    public async Task A_machine_without_a_check_is_refused() => Assert.StartsWith(
        "policy: health-check-on-every-service is broken by workers-iad-1: ",
        await RefusalOfAsync("workers-iad-1", "fly:index:Machine", machine => Without(machine, "config", "services")),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_bucket_whose_versions_are_suspended_is_refused() => Assert.StartsWith(
        "policy: versioning-on-every-bucket is broken by documents-us-east-2: ",
        await RefusalOfAsync(
            "documents-us-east-2", "aws:s3/bucketVersioning:BucketVersioning",
            versioning => Without(versioning, "versioningConfiguration", "status")), StringComparison.Ordinal);

    [Fact]
    public async Task A_bucket_that_could_become_public_is_refused() => Assert.StartsWith(
        "policy: no-public-bucket is broken by documents-us-west-2: ",
        await RefusalOfAsync(
            "documents-us-west-2", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            block => With(block, "blockPublicPolicy", false)), StringComparison.Ordinal);

    [Fact]
    public async Task A_secret_in_a_machines_environment_is_refused() => Assert.Contains(
        "policy: no-plain-secret is broken by workers-ord-1: its environment shows TEMPORAL_API_KEY",
        await RefusalOfAsync("workers-ord-1", "fly:index:Machine", machine => With(machine, "config",
            ((IReadOnlyDictionary<string, object>)machine.Inputs["config"]).ToImmutableDictionary()
                .SetItem("env", ImmutableDictionary<string, object>.Empty.Add("TEMPORAL_API_KEY", "x")))), StringComparison.Ordinal);

    [Fact]
    public async Task A_secret_is_one_whatever_its_name() => Assert.Contains(
        "policy: no-plain-secret is broken by workers-ord-1: its environment shows GREETING",
        await RefusalOfAsync("workers-ord-1", "fly:index:Machine", machine => With(machine, "config",
            ((IReadOnlyDictionary<string, object>)machine.Inputs["config"]).ToImmutableDictionary()
                .SetItem("env", ImmutableDictionary<string, object>.Empty.Add("GREETING", "hello {workflows-workers.token} [secret]")))),
                StringComparison.Ordinal);

    [Fact]
    public async Task A_secret_that_the_frontends_team_could_read_is_refused() => Assert.StartsWith(
        "policy: no-plain-secret is broken by frontend-temporal-api-key: ",
        await RefusalOfAsync(
            "frontend-temporal-api-key", "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
            variable => With(variable, "sensitive", false)), StringComparison.Ordinal);

    [Fact]
    public async Task A_resource_without_labels_is_refused() => Assert.Equal(
        "policy: labels-everywhere is broken by alerts-us-east-1: its tags lacks cost-center, managed-by, owner, project, stack.",
        await RefusalOfAsync(
            "alerts-us-east-1", "aws:sns/topic:Topic",
            topic => topic with { Inputs = topic.Inputs.ToImmutableDictionary().Remove("tags") }));

    [Fact]
    public async Task A_bucket_that_could_be_deleted_is_refused_in_production() => Assert.StartsWith(
        "policy: data-is-protected-in-production is broken by documents-us-east-1: ",
        await RefusalOfAsync("documents-us-east-1", "aws:s3/bucket:Bucket", bucket => bucket with { IsProtected = false }),
        StringComparison.Ordinal);

    private static async Task<string> RefusalOfAsync(string name, string type, Func<PolicyResource, PolicyResource> spoil)
    {
        var declaration = await Declarations.Production;
        var sound = Assert.Single(declaration.Resources, resource => resource.Name == name && resource.Type == type);
        var spoilt = declaration with { Resources = declaration.Resources.Replace(sound, spoil(sound)) };
        return Assert.Throws<PolicyViolationException>(() => PolicyGate.Check(spoilt)).Message;
    }

    private static PolicyResource With(PolicyResource resource, string input, object value) =>
        resource with { Inputs = resource.Inputs.ToImmutableDictionary().SetItem(input, value) };

    private static PolicyResource Without(PolicyResource resource, string input, string inner) =>
        With(resource, input, ((IReadOnlyDictionary<string, object>)resource.Inputs[input]).ToImmutableDictionary().Remove(inner));
}

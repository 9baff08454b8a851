using PipAi.Infra;
using Pulumi;
using Pulumi.Testing;

namespace PipAi.Program.Tests;

/// <summary>
/// Nobody is told of a thing before it can be used: production is declared in a cloud in which that thing takes its time.
/// </summary>
public sealed class ReadinessTests
{
    // All that has nothing to do with buckets, and comes last in the program.
    private static readonly string[] Independent =
    [
        "Machine parsing-iad-1",
        "Project frontend",
        "Namespace workflows",
        "Topic alerts-us-east-1",
        "Role github-deploy",
    ];

    private static readonly string[] ToldOfBuckets =
    [
        "MultiRegionAccessPoint documents-everywhere", "RolePolicy machines", "RolePolicy website", "Machine workers-ord-1",
        "Machine workers-iad-1",
        "ProjectEnvironmentVariable frontend-document-buckets", "Deployment frontend",
    ];

    [Theory]
    [InlineData("aws:s3/bucketVersioning:BucketVersioning")]
    [InlineData("aws:s3/bucketReplicationConfig:BucketReplicationConfig")]
    [InlineData("aws:s3/bucketPolicy:BucketPolicy")]
    public async Task Nobody_is_told_of_buckets_before_they_keep_versions_are_copied_and_have_their_rights(string type) =>
        Assert.Empty((await DeclaredWhileAsync(args => args.Type == type)).Intersect(ToldOfBuckets));

    [Fact]
    public async Task Machines_are_told_of_their_role_when_it_has_its_rights() => Assert.Empty(
        (await DeclaredWhileAsync(args => args is { Type: "aws:iam/rolePolicy:RolePolicy", Name: "machines" })).Intersect(
            ["Machine workers-ord-1", "Machine workers-iad-1"]));

    [Fact]
    public async Task The_frontend_is_told_of_its_role_when_it_has_its_rights() => Assert.Empty(
        (await DeclaredWhileAsync(args => args is { Type: "aws:iam/rolePolicy:RolePolicy", Name: "website" })).Intersect(
            ["ProjectEnvironmentVariable frontend-aws-role-arn", "Deployment frontend"]));

    [Fact]
    public async Task The_frontend_is_deployed_when_it_has_all_its_variables() => Assert.DoesNotContain("Deployment frontend",
        await DeclaredWhileAsync(
            args =>
                args is { Type: "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable", Name: "frontend-temporal-api-key" }));

    private static async Task<IReadOnlySet<string>> DeclaredWhileAsync(Func<MockResourceArgs, bool> isHeld)
    {
        var mocks = new HeldMocks(isHeld);
        var run = Deployment.TestAsync(
            mocks, new TestOptions { ProjectName = "pip-ai", StackName = "prod", IsPreview = false },
            () => PipAiStack.Declare(StackFiles.Settings("prod")));
        await Task.WhenAll(Independent.Select(mocks.SeenAsync)).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        var declared = mocks.Declared;
        mocks.Release();
        await run;
        Assert.Empty(ToldOfBuckets.Except(mocks.Declared));
        return declared;
    }
}

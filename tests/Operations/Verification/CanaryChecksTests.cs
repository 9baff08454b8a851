using System.Collections.Immutable;
using Amazon.S3.Model;
using PipAi.Operations.Platform;
using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Tests.Surplus;
using PipAi.Operations.Verification;
using Temporalio.Api.Cloud.Namespace.V1;

namespace PipAi.Operations.Tests.Verification;

public sealed class CanaryChecksTests(RunningCloud cloud) : IClassFixture<RunningCloud>
{
    [Fact]
    public async Task A_region_whose_workers_do_nothing_fails_and_nothing_is_left_of_its_canary()
    {
        var outputs = await PlatformAsync();
        var checks = (await new CanaryChecks(outputs, cloud.Access, TimeProvider.System) { Timeout = TimeSpan.FromSeconds(2) }
            .RunAsync(TestContext.Current.CancellationToken)).ToList();

        Assert.Equal(["iad", "lax", "ord"], checks.Select(check => check.Name.Split("'s workers")[0].Split(' ')[^1]));
        Assert.All(checks, check => Assert.False(check.Passed, check.ToString()));
        Assert.All(checks, check => Assert.StartsWith("'canary.md' could not be processed: ", check.Evidence, StringComparison.Ordinal));
        using var s3 = cloud.Access.S3("us-east-1");
        Assert.Empty(
            (await s3.ListVersionsAsync(new ListVersionsRequest { BucketName = "docs-a" }, TestContext.Current.CancellationToken)).Versions
                ?? []);
    }

    private async Task<PlatformOutputs> PlatformAsync()
    {
        using var s3 = cloud.Access.S3("us-east-1");
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = "docs-a" }, TestContext.Current.CancellationToken);
        await s3.PutBucketVersioningAsync(
            new PutBucketVersioningRequest { BucketName = "docs-a", VersioningConfig = new() { Status = "Enabled" } },
            TestContext.Current.CancellationToken);
        return SampleOutputs.Parsed() with
        {
            Buckets = new Dictionary<string, string> { ["us-east-1"] = "docs-a" }.ToImmutableSortedDictionary(),
            PrimaryBucketRegion = "us-east-1",
            TemporalAddress = cloud.Access.TemporalCloudApi,
            TemporalApiKey = cloud.Access.TemporalCloudKey,
            TemporalNamespace = await NamespaceAsync(),
        };
    }

    private async Task<string> NamespaceAsync()
    {
        var service = (await cloud.Access.TemporalCloudAsync()).CloudService;
        var created = await service.CreateNamespaceAsync(new()
        {
            Spec = new NamespaceSpec
            {
                Name = "pip-ai",
                Replicas = { new ReplicaSpec { Region = "aws-us-east-1" } },
                RetentionDays = 7,
                ApiKeyAuth = new() { Enabled = true },
            },
        });
        await cloud.DoneAsync(created.AsyncOperation);
        return created.Namespace;
    }
}

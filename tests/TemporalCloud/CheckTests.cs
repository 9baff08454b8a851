using PipAi.Providers.TemporalCloud;
using PipAi.Providers.TemporalCloud.Settings;
using PipAi.Testing;

namespace PipAi.TemporalCloud.Tests;

/// <summary>What is refused before anything is deployed, without a network or a key.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly ProviderRun run = new(new TemporalCloudProvider(new CloudProviderEnvironment { Environment = _ => null }));

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task All_mistakes_are_named_at_once()
    {
        var namespaces = await run.CheckAsync("temporalcloud:index:Namespace", "ns", Props.Of(
            ("name", "PIP_AI"), ("regions", new object[] { "aws-us-east-1", "aws-eu-west-1" }), ("retentionDays", 365),
            ("apiKeyAuth", false)));
        var misspelt = await run.CheckAsync("temporalcloud:index:Namespace", "ns", Props.Of(
            ("name", "pip-ai"), ("region", new object[] { "aws-us-east-1" }), ("retentionDays", "thirty")));
        var bare = await run.CheckAsync(
            "temporalcloud:index:Namespace", "ns", Props.Of(("name", "pip-ai"), ("regions", new object[] { "us-east-1" })));
        var accounts = await run.CheckAsync("temporalcloud:index:ServiceAccount", "sa", Props.Of(
            ("name", "workers"), ("accountRole", "reed"),
            ("namespaceAccesses", new object[] { Props.Of(("namespaceId", "pip-ai"), ("permission", "writer")) })));
        var keys = await run.CheckAsync("temporalcloud:index:ApiKey", "key", Props.Of(
            ("ownerId", "x"), ("displayName", "workers"), ("expiryTime", "next year"), ("ownerType", "robot")));
        Approved.Text(string.Join("\n", new[] { namespaces, misspelt, bare, accounts, keys }
            .SelectMany(answer => answer.Failures!).Select(failure => $"{failure.Property}: {failure.Reason}")));
    }

    [Fact]
    public async Task Values_that_are_not_known_yet_pass()
    {
        var answer = await run.CheckAsync("temporalcloud:index:ApiKey", "key", Props.Of(
            ("ownerId", PropertyValue.Computed), ("displayName", "workers"), ("expiryTime", "2027-01-01T00:00:00Z")));
        Assert.Empty(answer.Failures!);
    }

    [Fact]
    public async Task A_preview_needs_no_key_and_hides_the_token()
    {
        var planned = await run.PreviewCreateAsync("temporalcloud:index:ApiKey", "key", Props.Of(
            ("ownerId", PropertyValue.Computed), ("displayName", "workers"), ("expiryTime", "2027-01-01T00:00:00Z")));
        Assert.True(planned["token"].IsComputed);
        Assert.True(planned["token"].IsSecret);
    }
}

using PipAi.Aws.Tests;
using PipAi.Providers.Vercel;
using PipAi.Testing;

namespace PipAi.Vercel.Tests;

public sealed class ValidationTests : IDisposable
{
    private readonly VercelProvider provider = new(_ => null, TimeProvider.System);

    [Theory]
    [InlineData("misspelt", "vercel:index/project:Project", """{"nmae":"x","gitRepository":{"typ":"github"}}""")]
    [InlineData("project", "vercel:index/project:Project",
        """{"name":"Big","skewProtection":"2 days","gitRepository":{"type":"svn","repo":"x"},"vercelAuthentication":{"deploymentType":"all"}}""")]
    [InlineData("variable", "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
        """{"projectId":"p","key":"K","sensitive":true,"value":"canary","valueWo":"canary","targets":["development","prod"],"gitBranch":"b"}""")]
    [InlineData(
        "domain", "vercel:index/projectDomain:ProjectDomain", """{"projectId":"p","domain":"localhost","redirectStatusCode":300}""")]
    [InlineData("deployment", "vercel:index/deployment:Deployment", """{"projectId":"p","production":"yes","metadata":{}}""")]
    [InlineData("deployment-of-nothing", "vercel:index/deployment:Deployment", """{"projectId":"p"}""")]
    [InlineData(
        "retention", "vercel:index/projectDeploymentRetention:ProjectDeploymentRetention",
        """{"projectId":"p","expirationPreview":"5d"}""")]
    public async Task What_is_wrong_is_said_all_at_once(string what, string type, string inputs) =>
        Approved.Text(await new Driver(provider).FailuresAsync(type, inputs), what);

    public void Dispose() => provider.Dispose();
}

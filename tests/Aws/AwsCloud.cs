using Amazon.Runtime;
using Amazon.S3;
using PipAi.LocalCloud.Hosting;
using PipAi.LocalCloud.Services;
using PipAi.Providers.Aws;
using PipAi.Testing;

namespace PipAi.Aws.Tests;

/// <summary>A local cloud, and the provider as the command would start it there.</summary>
public sealed class AwsCloud : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private LocalCloudHost? host;

    internal LocalCloudHost Host => host!;

    public async ValueTask InitializeAsync() => host = await LocalCloudHost.StartAsync(
        new LocalCloudOptions { Stack = "test", Directory = folder["cloud"] }, TestContext.Current.CancellationToken);

    internal async Task<Driver> ProviderAsync(string settings = """{"region":"us-east-1"}""", IEngine? engine = null)
    {
        var environment = Host.Endpoints.ProviderEnvironment();
        var driver = new Driver(new AwsProvider(environment.GetValueOrDefault, TimeProvider.System, engine));
        await driver.ConfigureAsync(settings);
        return driver;
    }

    internal AmazonS3Client Client(string region)
    {
        var tokens = Host.Endpoints.Tokens;
        return new AmazonS3Client(
            new BasicAWSCredentials(tokens.AwsAccessKeyId, tokens.AwsSecretAccessKey),
            new AmazonS3Config
            {
                ServiceURL = Host.Endpoints.AddressOf(VendorNames.S3).AbsoluteUri,
                AuthenticationRegion = region,
                MaxErrorRetry = 0,
            });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }
}

using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using PipAi.Aws.Tests;
using PipAi.LocalCloud.Hosting;
using PipAi.LocalCloud.Services;
using PipAi.Providers.Vercel;
using PipAi.Testing;

namespace PipAi.Vercel.Tests;

/// <summary>A local cloud, and the provider as the command would start it there.</summary>
public sealed class VercelCloud : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly List<VercelProvider> providers = [];
    private LocalCloudHost? host;

    internal LocalCloudHost Host => host!;

    public async ValueTask InitializeAsync() => host = await LocalCloudHost.StartAsync(
        new LocalCloudOptions { Stack = "test", Directory = folder["cloud"] }, TestContext.Current.CancellationToken);

    internal async Task<Driver> ProviderAsync(IEngine? engine = null, string settings = "{}")
    {
        var environment = Host.Endpoints.ProviderEnvironment();
        var provider = new VercelProvider(environment.GetValueOrDefault, TimeProvider.System, engine);
        providers.Add(provider);
        var driver = new Driver(provider);
        await driver.ConfigureAsync(settings);
        return driver;
    }

    /// <summary>What the API itself shows.</summary>
    internal async Task<JsonObject> ShowAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = Host.Endpoints.AddressOf(VendorNames.Vercel) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Host.Endpoints.Tokens.Vercel);
        return JsonNode.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative)))!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in providers) provider.Dispose();
        await Host.DisposeAsync();
        folder.Dispose();
    }
}

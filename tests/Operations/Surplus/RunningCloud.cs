using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3.Model;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Hosting;
using PipAi.LocalCloud.Services;
using PipAi.Operations.Platform;
using PipAi.Testing;
using Temporalio.Api.Cloud.Operation.V1;

namespace PipAi.Operations.Tests.Surplus;

/// <summary>A local cloud in this process, with what a test puts there by the vendors' own calls.</summary>
public sealed class RunningCloud : IAsyncLifetime
{
    private static readonly string[] Program = ["/bin/sleep", "1000"];
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private LocalCloudHost host = null!;

    public CloudEndpoints Endpoints => host.Endpoints;

    internal PlatformAccess Access => new()
    {
        FlyApi = Endpoints.AddressOf(VendorNames.Fly),
        FlyPlatformApi = Endpoints.AddressOf(VendorNames.Fly),
        FlyToken = Endpoints.Tokens.Fly,
        VercelApi = Endpoints.AddressOf(VendorNames.Vercel),
        VercelToken = Endpoints.Tokens.Vercel,
        TemporalCloudApi = Endpoints.AddressOf(VendorNames.Temporal).Authority,
        TemporalCloudKey = Endpoints.Tokens.Temporal,
        S3Endpoint = Endpoints.AddressOf(VendorNames.S3),
        AwsCredentials = new BasicAWSCredentials(Endpoints.Tokens.AwsAccessKeyId, Endpoints.Tokens.AwsSecretAccessKey),
        PublicProxy = Endpoints.AddressOf(VendorNames.Proxy),
    };

    public async ValueTask InitializeAsync() => host = await LocalCloudHost.StartAsync(
        new LocalCloudOptions { Stack = "test", Directory = folder["cloud"] }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        http.Dispose();
        folder.Dispose();
    }

    /// <summary>A machine that is made and not started.</summary>
    public async Task<string> MachineAsync(string app, string name)
    {
        var image = Directory.CreateDirectory(Path.Combine(Endpoints.Registry, app, "sha256-" + new string('e', 64))).FullName;
        await File.WriteAllTextAsync(Path.Combine(image, "image.json"), JsonSerializer.Serialize(
            new { entrypoint = Program, env = new Dictionary<string, string>(), workdir = "." }));
        var body = JsonSerializer.Serialize(
            new
            {
                name,
                region = "iad",
                skip_launch = true,
                config = new { image = $"registry.fly.io/{app}@sha256:{new string('e', 64)}" },
            });
        return (string)(await PostAsync(VendorNames.Fly, Endpoints.Tokens.Fly, $"/v1/apps/{app}/machines", body))["id"]!;
    }

    /// <summary>Something beside its machines that an app has.</summary>
    /// <param name="app">The app.</param>
    /// <param name="path">Below it.</param>
    /// <param name="body">What the call says.</param>
    public Task<JsonNode> InAppAsync(string app, string path, string body) =>
        PostAsync(VendorNames.Fly, Endpoints.Tokens.Fly, $"/v1/apps/{app}/{path}", body);

    /// <summary>Waits until Temporal Cloud has done what it was asked for.</summary>
    public async Task DoneAsync(AsyncOperation operation)
    {
        var service = (await Access.TemporalCloudAsync()).CloudService;
        for (var looks = 0; looks < 600 && operation.State != AsyncOperation.Types.State.Fulfilled; looks++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            operation = (await service.GetAsyncOperationAsync(new() { AsyncOperationId = operation.Id })).AsyncOperation;
        }
    }

    public async Task BucketAsync(string name, string region)
    {
        using var s3 = Access.S3(region);
        await s3.PutBucketAsync(
            new PutBucketRequest { BucketName = name, PutBucketConfiguration = new() { LocationConstraint = region } },
            TestContext.Current.CancellationToken);
    }

    public Task AppAsync(string app) =>
        PostAsync(VendorNames.Fly, Endpoints.Tokens.Fly, "/v1/apps", $$"""{"name":"{{app}}","org_slug":"pip"}""");

    public async Task<string> ProjectAsync(string name) =>
        (string)(await PostAsync(VendorNames.Vercel, Endpoints.Tokens.Vercel, "/v11/projects", $$"""{"name":"{{name}}"}"""))["id"]!;

    public async Task<string> VariableAsync(string project, string key)
    {
        var answer = await PostAsync(
            VendorNames.Vercel, Endpoints.Tokens.Vercel, $"/v10/projects/{project}/env",
            $$"""{"key":"{{key}}","value":"x","type":"plain","target":["production"]}""");
        return (string)answer["created"]!["id"]!;
    }

    private async Task<JsonNode> PostAsync(string service, string token, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Endpoints.AddressOf(service), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Amazon.S3.Model;
using EmbeddedPulumi.Protocol;
using PipAi.Cli.Rehearsal;
using PipAi.EngineTesting;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using Temporalio.Activities;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Operation.V1;
using Temporalio.Client;
using Temporalio.Worker;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>
/// A deployed platform without machines: its storage and its Temporal are a local cloud's, and a worker in this process answers every
/// document with the same elements.
/// </summary>
internal sealed class ScriptedPlatform(CloudEndpoints endpoints)
{
    public const string Elements = """[{"type":"Title","text":"A title"},{"type":"NarrativeText","text":"Two\nlines of [text]"}]""";
    private const string Bucket = "docs-a";

    private string space = "";

    public CloudEndpoints Endpoints => endpoints;

    /// <summary>Starts the cloud and deploys a program that declares the platform there.</summary>
    public static async Task<ScriptedPlatform> DeployAsync(TestCheckout pipai)
    {
        var platform = new ScriptedPlatform((await pipai.StartCloudAsync()).Endpoints);
        var access = RehearsalAccess.To(platform.Endpoints);
        using var s3 = access.S3("us-east-1");
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = Bucket });
        var service = (await access.TemporalCloudAsync()).CloudService;
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
        for (var done = created.AsyncOperation; done.State != AsyncOperation.Types.State.Fulfilled;)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            done = (await service.GetAsyncOperationAsync(new() { AsyncOperationId = done.Id })).AsyncOperation;
        }

        foreach (var app in (string[])["workers", "parser"])
            await platform.PostToFlyAsync("/v1/apps", $$"""{"name":"{{app}}","org_slug":"pip"}""");
        platform.space = created.Namespace;
        pipai.Program = FakeProgram.Of(_ => Task.FromResult<PropertyMap?>(platform.Outputs()));
        (await pipai.RunAsync("up", "--yes", "--skip-verify")).Ended(0);
        return platform;
    }

    /// <summary>Runs a command line while documents are answered.</summary>
    public async Task<Outcome> WorkingAsync(TestCheckout pipai, params string[] arguments)
    {
        var client = await TemporalClient.ConnectAsync(new(endpoints.AddressOf(VendorNames.Temporal).Authority)
        {
            Namespace = space,
            ApiKey = endpoints.Tokens.Temporal,
            Tls = new() { Disabled = true },
        });
        Task<Outcome> PollAsync(string[] queues) =>
            queues is [var queue, .. var others] ? WorkAsync(queue, others) : pipai.RunAsync(arguments);
        async Task<Outcome> WorkAsync(string queue, string[] others)
        {
            var options = new TemporalWorkerOptions(queue).AddWorkflow<ScriptedDocument>();
            options.Activities.Add(ActivityDefinition.Create(ScriptedDocument.Store, typeof(Task), [typeof(string)], 1, StoreAsync));
            using var worker = new TemporalWorker(client, options);
            return await worker.ExecuteAsync(() => PollAsync(others), TestContext.Current.CancellationToken);
        }

        // Customers' documents, and the canaries of each region.
        return await PollAsync(["documents", "documents.iad", "documents.ord"]);
    }

    public async Task<JsonElement> PostToFlyAsync(string path, string body)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = endpoints.AddressOf(VendorNames.Fly) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", endpoints.Tokens.Fly);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Disturbs a service.</summary>
    public async Task FaultAsync(string service, string effect)
    {
        Assert.True(FaultEffect.TryParse(effect, out var parsed), effect);
        using var cloud = new LocalCloudClient(endpoints);
        await cloud.AddFaultAsync(new Fault { Service = service, Effect = parsed }, TestContext.Current.CancellationToken);
    }

    /// <summary>A machine that is made and not started; its id.</summary>
    public async Task<string> MachineAsync(string app, string name, string region)
    {
        var image = Directory.CreateDirectory(Path.Combine(endpoints.Registry, app, $"sha256-{new string('e', 64)}")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(image, "image.json"), """{"entrypoint":["/bin/sleep","1000"],"env":{},"workdir":"."}""");
        var made = await PostToFlyAsync($"/v1/apps/{app}/machines", JsonSerializer.Serialize(new
        {
            name,
            region,
            skip_launch = true,
            config = new { image = $"registry.fly.io/{app}@sha256:{new string('e', 64)}" },
        }));
        return made.GetProperty("id").GetString()!;
    }

    private async Task<object?> StoreAsync(object?[] arguments)
    {
        using var s3 = RehearsalAccess.To(endpoints).S3("us-east-1");
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = (string)arguments[0]!, ContentBody = Elements });
        return null;
    }

    private PropertyMap Outputs() => PropertyMap.Of(
        ("workersApp", "workers"),
        ("workersHealth", "https://workers.fly.dev/health"),
        ("workerRegions", PropertyMap.Of(("iad", 1), ("ord", 1))),
        ("primaryRegion", "iad"),
        ("unstructuredApp", "parser"),
        ("unstructuredHealth", "https://parser.fly.dev/healthcheck"),
        ("unstructuredPerformance", "https://parser.fly.dev/performance-stats"),
        ("unstructuredApiKey", new PropertyValue.Secret(SampleProgram.Canary)),
        ("unstructuredRegions", PropertyMap.Of(("iad", 1))),
        ("buckets", PropertyMap.Of(("us-east-1", Bucket))),
        ("primaryBucketRegion", "us-east-1"),
        ("temporalNamespace", space),
        ("temporalAddress", endpoints.AddressOf(VendorNames.Temporal).Authority),
        ("temporalTaskQueue", "documents"),
        ("temporalApiKey", new PropertyValue.Secret(endpoints.Tokens.Temporal)),
        ("frontendHealth", "https://pip-ai.vercel.app/api/health"),
        ("targets", PropertyMap.Of(
            ("instanceSeconds", 30), ("regionSeconds", 120), ("partitionSeconds", 60), ("storageSeconds", 300),
            ("availabilityPercent", 99.9))));
}

using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.Operations.Platform;
using PipAi.Operations.Tests.Restores;
using PipAi.Operations.Verification;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Operation.V1;

namespace PipAi.Operations.Tests.Verification;

/// <summary>
/// A small platform that is as it was declared: buckets, namespace, key and frontend in a local cloud, machines at a scripted Fly.
/// </summary>
internal sealed class DeployedSample : IAsyncDisposable
{
    public const string Workers = "pip-ai-temporal-workers";
    public const string Parsers = "pip-ai-unstructured-simple";
    private static int samples;
    private readonly RunningBuckets cloud;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly CancellationTokenSource stopping = new();
    private readonly List<DeclaredResource> declared = [];

    private DeployedSample(RunningBuckets cloud, ScriptedFly fly, Mesh mesh) => (this.cloud, Fly, Mesh) = (cloud, fly, mesh);

    public ScriptedFly Fly { get; }

    public Mesh Mesh { get; }

    public string Namespace { get; private set; } = "";

    /// <summary>The frontend's project, and its variable.</summary>
    public (string Project, string Variable) Frontend { get; private set; }

    public PlatformAccess Access =>
        cloud.Access with { FlyApi = Fly.Address, FlyPlatformApi = Fly.Address, PublicProxy = Fly.Address };

    public DeployedPlatform Platform => new(
        "prod",
        Mesh.Outputs with
        {
            WorkerRegions = new Dictionary<string, int> { ["iad"] = 2, ["ord"] = 1 }.ToImmutableSortedDictionary(),
            UnstructuredRegions = new Dictionary<string, int> { ["iad"] = 1 }.ToImmutableSortedDictionary(),
            TemporalNamespace = Namespace,
            TemporalAddress = cloud.Access.TemporalCloudApi,
            TemporalApiKey = cloud.Access.TemporalCloudKey,
            WorkersNeeded = 1,
        },
        [.. declared], Access);

    public static async Task<DeployedSample> CreateAsync(RunningBuckets cloud)
    {
        var sample = new DeployedSample(cloud, await ScriptedFly.StartAsync(), await cloud.MeshAsync());
        var number = Interlocked.Increment(ref samples);
        foreach (var (app, id, region) in new[]
        {
            (Workers, "w1", "iad"), (Workers, "w2", "iad"), (Workers, "w3", "ord"), (Parsers, "p1", "iad"),
        })
        {
            sample.Fly.Machines.GetOrAdd(app, _ => []).Add(Machine(id, region));
            sample.Declare(DeclaredResource.Machine, $"{app}/{id}", MachineOutputs);
        }

        await sample.AddNamespaceAsync($"pip-ai-{number}");
        await sample.AddKeyAsync(number);
        await sample.AddFrontendAsync($"pip-ai-{number}");
        return sample;
    }

    /// <summary>What a verification of a part of it finds.</summary>
    public async Task<ImmutableArray<CheckResult>> VerifyAsync(string area, TimeProvider time) =>
        await new Verifier(Platform, time) { Areas = [area] }.RunAsync(new Progress<CheckResult>(), TestContext.Current.CancellationToken);

    /// <summary>A machine of an app, as Fly has it.</summary>
    public JsonObject this[string app, string id] => Fly.Machines[app].Single(machine => (string)machine["id"]! == id);

    public static JsonObject Machine(string id, string region) => JsonNode.Parse(
        $$$"""
        {
            "id": "{{{id}}}", "name": "{{{id}}}", "region": "{{{region}}}", "state": "started", "host_status": "ok",
            "config": {
                "image": "registry.fly.io/app@sha256:e", "env": { "LOG_LEVEL": "info" },
                "guest": { "cpu_kind": "shared", "cpus": 1, "memory_mb": 512 },
                "restart": { "policy": "always", "max_retries": 10 }, "stop_config": { "signal": "SIGTERM", "timeout": "1m30s" }
            },
            "checks": [{ "name": "health", "status": "passing" }],
            "events": [{ "type": "start", "status": "started", "source": "user", "timestamp": 1764201600000 }]
        }
        """)!.AsObject();

    /// <summary>Has workers ask for work of both kinds, until the sample is disposed or <paramref name="until"/> is cancelled.</summary>
    public async Task PollAsync(IEnumerable<string> identities, CancellationToken until)
    {
        var client = await Access.TemporalAsync(Platform.Outputs);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(until, stopping.Token).Token;
        foreach (var identity in identities)
        {
            _ = client.WorkflowService.PollWorkflowTaskQueueAsync(
                new() { Namespace = Namespace, TaskQueue = new() { Name = "documents" }, Identity = identity },
                new() { CancellationToken = stop });
            _ = client.WorkflowService.PollActivityTaskQueueAsync(
                new() { Namespace = Namespace, TaskQueue = new() { Name = "documents" }, Identity = identity },
                new() { CancellationToken = stop });
        }
    }

    /// <summary>Calls Vercel.</summary>
    public async Task<JsonNode> VercelAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(Access.VercelApi, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Access.VercelToken);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Waits until Temporal Cloud has done what it was asked for.</summary>
    public async Task DoneAsync(AsyncOperation operation)
    {
        var service = (await Access.TemporalCloudAsync()).CloudService;
        while (operation.State != AsyncOperation.Types.State.Fulfilled)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            operation = (await service.GetAsyncOperationAsync(new() { AsyncOperationId = operation.Id })).AsyncOperation;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        // An account has ten.
        var service = (await Access.TemporalCloudAsync()).CloudService;
        var space = (await service.GetNamespaceAsync(new() { Namespace = Namespace })).Namespace;
        await DoneAsync((await service.DeleteNamespaceAsync(
            new() { Namespace = Namespace, ResourceVersion = space.ResourceVersion })).AsyncOperation);
        await Fly.DisposeAsync();
        http.Dispose();
        stopping.Dispose();
    }

    private const string MachineOutputs =
        """
        {"config":{"image":"registry.fly.io/app@sha256:e","env":{"LOG_LEVEL":"info"},
        "guest":{"cpuKind":"shared","cpus":1,"memoryMb":512},"restart":{"policy":"always","maxRetries":10},
        "stopConfig":{"signal":"SIGTERM","timeout":"90s"}}}
        """;

    private void Declare(string type, string id, string outputs) => declared.Add(
        new DeclaredResource($"urn:pulumi:prod::pip-ai::{type}::{id}", type, id.Split('/')[^1], JsonDocument.Parse(outputs).RootElement)
        {
            ProviderId = id,
        });

    private async Task AddNamespaceAsync(string name)
    {
        var service = (await Access.TemporalCloudAsync()).CloudService;
        var created = await service.CreateNamespaceAsync(new()
        {
            Spec = new NamespaceSpec
            {
                Name = name,
                Replicas = { new ReplicaSpec { Region = "aws-us-east-1" }, new ReplicaSpec { Region = "aws-us-west-2" } },
                RetentionDays = 7,
                ApiKeyAuth = new() { Enabled = true },
            },
        });
        await DoneAsync(created.AsyncOperation);
        Namespace = created.Namespace;
        Declare(
            DeclaredResource.Namespace, Namespace, """{"regions":["aws-us-east-1","aws-us-west-2"],"retentionDays":7,"apiKeyAuth":true}""");
    }

    private async Task AddKeyAsync(int number)
    {
        var service = (await Access.TemporalCloudAsync()).CloudService;
        var account = await service.CreateServiceAccountAsync(new()
        {
            Spec = new() { Name = $"workers-{number}", Access = new() { AccountAccess = new() { Role = AccountAccess.Types.Role.Read } } },
        });
        await DoneAsync(account.AsyncOperation);
        var key = await service.CreateApiKeyAsync(new()
        {
            Spec = new()
            {
                OwnerId = account.ServiceAccountId,
                OwnerType = OwnerType.ServiceAccount,
                DisplayName = "workers",
                ExpiryTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(cloud.Time.GetUtcNow().AddDays(100)),
            },
        });
        await DoneAsync(key.AsyncOperation);
        Declare(DeclaredResource.ApiKey, key.KeyId, """{"displayName":"workers"}""");
    }

    private async Task AddFrontendAsync(string name)
    {
        var project = (string)(await VercelAsync(HttpMethod.Post, "/v11/projects", $$"""{"name":"{{name}}"}"""))["id"]!;
        var made = await VercelAsync(
            HttpMethod.Post, $"/v10/projects/{project}/env",
            """{"key":"TASK_QUEUE","value":"documents","type":"encrypted","target":["production"]}""");
        Frontend = (project, (string)made["created"]!["id"]!);
        Declare(DeclaredResource.Project, project, "{}");
        Declare(
            DeclaredResource.Variable, Frontend.Variable,
            $$$"""
            {"projectId":"{{{project}}}","key":"TASK_QUEUE","targets":["production"],
            "value":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","plaintext":"\"documents\""}}
            """);
    }
}

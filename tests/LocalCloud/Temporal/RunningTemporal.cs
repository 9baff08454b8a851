using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Temporal;
using PipAi.Testing;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Runtime;
using Temporalio.Worker;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>
/// A Temporal service on a free port, with one namespace, one service account and one key, all made as a deployment makes them.
/// </summary>
public sealed class RunningTemporal : IAsyncLifetime, IServedTemporal
{
    public const string AdministratorKey = "administrator-of-this-test";

    private static readonly TemporalRuntime Runtime = new(new()
    {
        Telemetry = new() { Logging = new() { Filter = new(TelemetryFilterOptions.Level.Warn) } },
    });

    private static readonly ILoggerFactory Loggers =
        Environment.GetEnvironmentVariable("PIPAI_TEST_LOG") is null
            ? LoggerFactory.Create(_ => { })
            : LoggerFactory.Create(
                logging =>
                    logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning).AddFilter(
                        "PipAi", LogLevel.Debug));

    private readonly TemporaryFolder folder = new();
    private readonly PortReservation port = PortReservation.Choose(PortAllocator.FirstOfMachines, new HashSet<int>());
    private TemporalService? service;

    public FaultRegistry Faults { get; } = new();

    public string Address => $"127.0.0.1:{service!.Port}";

    public string Namespace { get; } = "documents.local";

    public string ServiceAccountId { get; private set; } = "";

    public string WorkerKey { get; private set; } = "";

    public TemporalCloudOperationsClient Cloud { get; private set; } = null!;

    public TemporalClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        Cloud = await CloudAsync(AdministratorKey);
        await this.CreateNamespaceAsync(CloudSteps.Searchable("documents"));
        ServiceAccountId = await this.CreateServiceAccountAsync("workers", Namespace, NamespaceAccess.Types.Permission.Write);
        WorkerKey = await this.CreateKeyAsync(ServiceAccountId);
        Client = await ConnectAsync(WorkerKey);
    }

    public async ValueTask DisposeAsync()
    {
        await service!.DisposeAsync();
        port.Dispose();
        folder.Dispose();
    }

    /// <summary>The service's own folder.</summary>
    public string Folder => folder["temporal"];

    /// <summary>Ends the service.</summary>
    public async Task StopAsync() => await service!.DisposeAsync();

    /// <summary>Ends the service, if it was not, and starts another one on the same folder and port.</summary>
    public async Task RestartAsync()
    {
        await service!.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Takes a workflow task as a worker would, and never answers.</summary>
    public async Task<PollWorkflowTaskQueueResponse> TakeWorkflowTaskAsync(string queue, string identity = "hand")
    {
        var task = await Client.WorkflowService.PollWorkflowTaskQueueAsync(
            new() { Namespace = Namespace, TaskQueue = new() { Name = queue }, Identity = identity });
        Assert.False(task.TaskToken.IsEmpty);
        return task;
    }

    /// <summary>Gives a workflow task back undone, as a worker whose code fails would.</summary>
    public async Task FailWorkflowTaskAsync(PollWorkflowTaskQueueResponse task) =>
        await Client.WorkflowService.RespondWorkflowTaskFailedAsync(
            new() { Namespace = Namespace, TaskToken = task.TaskToken, Identity = "hand", Failure = new() { Message = "a bug" } });

    /// <summary>Takes an activity task as a worker would; the test answers it.</summary>
    public async Task<PollActivityTaskQueueResponse> TakeActivityTaskAsync(string queue)
    {
        var task = await Client.WorkflowService.PollActivityTaskQueueAsync(
            new() { Namespace = Namespace, TaskQueue = new() { Name = queue }, Identity = "hand" });
        Assert.False(task.TaskToken.IsEmpty);
        return task;
    }

    public Task<TemporalClient> ConnectAsync(string? key, string? namespaceId = null, string? identity = null, string? address = null) =>
        TemporalClient.ConnectAsync(new(address ?? Address)
        {
            Namespace = namespaceId ?? Namespace,
            ApiKey = key,
            Tls = key is null ? null : new() { Disabled = true },
            Identity = identity,
            Runtime = Runtime,
            LoggerFactory = Loggers,
        });

    public Task<TemporalCloudOperationsClient> CloudAsync(string key) => TemporalCloudOperationsClient.ConnectAsync(new(key)
    {
        TargetHost = Address,
        Tls = new() { Disabled = true },
        Version = "v0.10.0",
        Runtime = Runtime,
        RpcRetry = new() { MaxRetries = 0 },
    });

    /// <summary>A worker with all workflows and activities of these tests.</summary>
    public TemporalWorker Worker(string queue, Action<TemporalWorkerOptions>? configure = null, TemporalClient? client = null)
    {
        var options = new TemporalWorkerOptions(queue)
        {
            LoggerFactory = Loggers,
            GracefulShutdownTimeout = TimeSpan.FromSeconds(2),
            StickyQueueScheduleToStartTimeout = TimeSpan.FromSeconds(1),

            // By default a sign of life may be kept back for four fifths of the time within which the next one must come.
            MaxHeartbeatThrottleInterval = TimeSpan.FromMilliseconds(100),
        };
        TestWorkflows.AddTo(options);
        configure?.Invoke(options);
        return new TemporalWorker(client ?? Client, options);
    }

    /// <summary>Lets a worker run while a test does something, on a queue of its own.</summary>
    public async Task<T> WithWorkerAsync<T>(Func<string, Task<T>> test, Action<TemporalWorkerOptions>? configure = null)
    {
        var queue = Unique("queue");
        using var worker = Worker(queue, configure);
        return await worker.ExecuteAsync(() => test(queue)).WaitAsync(TimeSpan.FromSeconds(90));
    }

    /// <summary>Polls until something holds, for at most a minute.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (!await holds())
        {
            Assert.True(DateTime.UtcNow < deadline, "what the test waits for did not happen within a minute");
            await Task.Delay(20);
        }
    }

    public Task<DescribeWorkflowExecutionResponse> DescribeAsync(string workflowId) =>
        Client.WorkflowService.DescribeWorkflowExecutionAsync(
            new() { Namespace = Namespace, Execution = new() { WorkflowId = workflowId } });

    public static string Unique(string prefix) => $"{prefix}-{Guid.NewGuid().ToString("N")[..8]}";

    private async Task StartAsync()
    {
        service = new TemporalService(new()
        {
            Directory = Folder,
            AdministratorKey = AdministratorKey,
            Faults = Faults,
            Loggers = Loggers,
            OperationDuration = TimeSpan.FromMilliseconds(30),
        });
        await service.StartAsync(port.Number, CancellationToken.None);
    }
}

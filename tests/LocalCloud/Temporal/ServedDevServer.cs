using PipAi.LocalCloud.Temporal;
using PipAi.Testing;
using Temporalio.Client;

namespace PipAi.LocalCloud.Tests.Temporal;

[CollectionDefinition(nameof(ServedDevServer))]
public sealed class ServedDevServerFacts : ICollectionFixture<ServedDevServer>;

/// <summary>Temporal's own development server behind the local cloud's port, where its executable is at hand.</summary>
public sealed class ServedDevServer : IAsyncLifetime, IServedTemporal
{
    private const string Key = "administrator-of-this-test";

    private readonly TemporaryFolder folder = new();
    private TemporalCliService? service;
    private TemporalClient? client;

    /// <summary>What is started; nothing where it is missing.</summary>
    internal string? Executable { get; init; } = ReferenceTools.Find("temporal");

    public TemporalClient Client
    {
        get
        {
            Assert.SkipUnless(client is not null, ReferenceTools.Missing("temporal"));
            return client;
        }
    }

    public string Namespace => "documents.local";

    public async ValueTask InitializeAsync()
    {
        if (Executable is not { } executable) return;
        service = new TemporalCliService(
            new() { Directory = folder["temporal"], AdministratorKey = Key, OperationDuration = TimeSpan.FromMilliseconds(10) },
            executable);
        await service.StartAsync(0, CancellationToken.None);
        var cloud = await TemporalCloudOperationsClient.ConnectAsync(
            new(Key) { TargetHost = $"127.0.0.1:{service.Port}", Tls = new() { Disabled = true } });
        var operation = (await cloud.CloudService.CreateNamespaceAsync(new() { Spec = CloudSteps.Searchable("documents") })).AsyncOperation;
        await RunningTemporal.UntilAsync(async () =>
            (await cloud.CloudService.GetAsyncOperationAsync(
                new() { AsyncOperationId = operation.Id })).AsyncOperation.FinishedTime is not null);
        client = await TemporalClient.ConnectAsync(
            new($"127.0.0.1:{service.Port}") { Namespace = Namespace, ApiKey = Key, Tls = new() { Disabled = true } });
        await RunningTemporal.UntilAsync(async () => (await client.WorkflowService.ListNamespacesAsync(new())).Namespaces.Count == 1);
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null) await service.DisposeAsync();
        folder.Dispose();
    }
}

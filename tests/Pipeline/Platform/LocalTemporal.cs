using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Temporal;
using PipAi.Testing;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Operation.V1;
using Temporalio.Client;

namespace PipAi.Pipeline.Tests.Platform;

/// <summary>The local Temporal with one namespace.</summary>
public sealed class LocalTemporal : IAsyncLifetime
{
    public const string Key = "key-of-this-test";
    private readonly TemporaryFolder folder = new();
    private TemporalService? service;

    public FaultRegistry Faults { get; } = new();

    /// <summary>The service's clock; one that stands still is moved while the namespace is made.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string Address => $"127.0.0.1:{service!.Port}";

    public string Namespace { get; } = "documents.local";

    public TemporalClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        service = new TemporalService(new()
        {
            Directory = folder["temporal"],
            AdministratorKey = Key,
            Faults = Faults,
            OperationDuration = TimeSpan.FromMilliseconds(10),
            Time = Time,
        });
        await service.StartAsync(0, TestContext.Current.CancellationToken);
        await CreateNamespaceAsync();
        Client = await TemporalClient.ConnectAsync(new(Address) { Namespace = Namespace, ApiKey = Key, Tls = new() { Disabled = true } });
    }

    public async ValueTask DisposeAsync()
    {
        await service!.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>The Cloud Ops API, as administrator.</summary>
    public Task<TemporalCloudOperationsClient> CloudAsync() =>
        TemporalCloudOperationsClient.ConnectAsync(new(Key) { TargetHost = Address, Tls = new() { Disabled = true }, Version = "v0.10.0" });

    /// <summary>Waits until an operation has ended well.</summary>
    public async Task DoneAsync(AsyncOperation operation)
    {
        var cloud = await CloudAsync();
        await Eventually.TrueAsync(async () =>
        {
            (Time as FakeTimeProvider)?.Advance(TimeSpan.FromMilliseconds(10));
            operation = (await cloud.CloudService.GetAsyncOperationAsync(new() { AsyncOperationId = operation.Id })).AsyncOperation;
            return operation.State == AsyncOperation.Types.State.Fulfilled;
        });
    }

    private async Task CreateNamespaceAsync()
    {
        var cloud = await CloudAsync();
        var created = await cloud.CloudService.CreateNamespaceAsync(new()
        {
            Spec = new NamespaceSpec
            {
                Name = "documents",
                Replicas = { new ReplicaSpec { Region = "aws-us-east-1" } },
                RetentionDays = 7,
                ApiKeyAuth = new() { Enabled = true },
            },
        });
        await DoneAsync(created.AsyncOperation);
    }
}

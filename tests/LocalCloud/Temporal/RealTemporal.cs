using PipAi.LocalCloud.Temporal;
using PipAi.Testing;
using Temporalio.Client;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Temporal's own development server behind our keys, with the same namespace as <see cref="RunningTemporal"/>; nothing where its
/// executable is missing.</summary>
public sealed class RealTemporal : IAsyncLifetime
{
    private const string Key = "administrator-of-this-test";
    private readonly TemporaryFolder folder = new();
    private TemporalCliService? service;
    private TemporalBed? bed;

    /// <summary>It, or the test is skipped.</summary>
    public TemporalBed Bed
    {
        get
        {
            Assert.SkipUnless(bed is not null, ReferenceTools.Missing("temporal"));
            return bed!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (ReferenceTools.Find("temporal") is not { } executable) return;
        service = new(new() { Directory = folder["temporal"], AdministratorKey = Key, OperationDuration = TimeSpan.FromMilliseconds(10) },
            executable);
        await service.StartAsync(0, CancellationToken.None);
        var address = $"127.0.0.1:{service.Port}";
        var cloud = await TemporalCloudOperationsClient.ConnectAsync(new(Key) { TargetHost = address, Tls = new() { Disabled = true } });
        var operation = (await cloud.CloudService.CreateNamespaceAsync(new() { Spec = CloudSteps.Searchable("documents") })).AsyncOperation;
        await RunningTemporal.UntilAsync(async () =>
            (await cloud.CloudService.GetAsyncOperationAsync(
                new() { AsyncOperationId = operation.Id })).AsyncOperation.FinishedTime is not null);
        bed = new(
            await TemporalClient.ConnectAsync(
                new(address) { Namespace = TemporalBed.Namespace, ApiKey = Key, Tls = new() { Disabled = true } }));
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null) await service.DisposeAsync();
        folder.Dispose();
    }
}

using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Temporal;
using PipAi.Testing;
using Temporalio.Client;

namespace PipAi.LocalCloud.Tests.Temporal.Schedules;

/// <summary>A Temporal service whose clock stands still until a test puts it forward, with one namespace.</summary>
public sealed class ClockedTemporal : IServedTemporal, IAsyncDisposable
{
    private const string Key = "administrator";
    private readonly TemporaryFolder folder = new();
    private TemporalService? service;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 10, 24, 0, 0, 1, TimeSpan.Zero));

    public TemporalClient Client { get; private set; } = null!;

    public string Namespace => "documents.local";

    public string Histories => folder["cloud/histories"];

    public static async Task<ClockedTemporal> StartAsync()
    {
        var temporal = new ClockedTemporal();
        await temporal.GoOnAsync();
        return temporal;
    }

    /// <summary>Ends the service.</summary>
    public async Task StopAsync() => await service!.DisposeAsync();

    /// <summary>Starts it again.</summary>
    public async Task GoOnAsync()
    {
        service = new TemporalService(new() { Directory = folder["cloud"], AdministratorKey = Key, Time = Time });
        await service.StartAsync(0, TestContext.Current.CancellationToken);
        var address = $"127.0.0.1:{service.Port}";
        var cloud = await TemporalCloudOperationsClient.ConnectAsync(new(Key) { TargetHost = address, Tls = new() { Disabled = true } });
        if ((await cloud.CloudService.GetNamespacesAsync(new())).Namespaces.Count == 0)
        {
            await cloud.CloudService.CreateNamespaceAsync(new() { Spec = CloudSteps.Spec("documents") });
            Time.Advance(TimeSpan.FromSeconds(1));
        }
        Client = await TemporalClient.ConnectAsync(new(address) { Namespace = Namespace, ApiKey = Key, Tls = new() { Disabled = true } });
    }

    public async ValueTask DisposeAsync()
    {
        await service!.DisposeAsync();
        folder.Dispose();
    }
}

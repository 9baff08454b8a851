using PipAi.LocalCloud.Hosting;
using PipAi.LocalCloud.Tests.Temporal;
using PipAi.Testing;
using Temporalio.Client;
using Temporalio.Worker;

namespace PipAi.LocalCloud.Tests.VendorTools;

/// <summary>A local cloud with one namespace, and a worker in it: what Temporal's own tools look into.</summary>
public sealed class TemporalCloudFixture : IAsyncLifetime
{
    public const string Queue = "tools";
    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource stopping = new();
    private LocalCloudHost? host;
    private Task running = Task.CompletedTask;

    /// <summary>What <c>pipai cloud env</c> prints for users' own tools.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        host!.Endpoints.ClientEnvironment().SetItem("TEMPORAL_NAMESPACE", "documents.local").SetItem("TEMPORAL_CONFIG_FILE", NoProfile);

    /// <summary>A profile of the user who runs the tests must not count.</summary>
    private string NoProfile
    {
        get
        {
            var file = folder["no-profile.toml"];
            if (!File.Exists(file)) File.WriteAllText(file, "[profile.default]\n");
            return file;
        }
    }

    public async ValueTask InitializeAsync()
    {
        host = await LocalCloudHost.StartAsync(
            new() { Stack = "test", Directory = folder["cloud"] }, TestContext.Current.CancellationToken);
        var (address, key) = (Environment["TEMPORAL_ADDRESS"], Environment["TEMPORAL_API_KEY"]);
        var cloud = await TemporalCloudOperationsClient.ConnectAsync(
            new(key) { TargetHost = address, Tls = new() { Disabled = true }, Version = "v0.10.0" });
        var spec = CloudSteps.Spec("documents");
        spec.SearchAttributes.Add("Customer", Temporalio.Api.Cloud.Namespace.V1.NamespaceSpec.Types.SearchAttributeType.Keyword);
        var operation = (await cloud.CloudService.CreateNamespaceAsync(new() { Spec = spec })).AsyncOperation;
        await RunningTemporal.UntilAsync(async () =>
            (await cloud.CloudService.GetAsyncOperationAsync(
                new() { AsyncOperationId = operation.Id })).AsyncOperation.FinishedTime is not null);
        var client = await TemporalClient.ConnectAsync(
            new(address) { Namespace = "documents.local", ApiKey = key, Tls = new() { Disabled = true }, Identity = "iad/m1@workers" });
        running = WorkAsync(client);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await host!.DisposeAsync();
        stopping.Dispose();
        folder.Dispose();
    }

    private async Task WorkAsync(TemporalClient client)
    {
        var options = new TemporalWorkerOptions(Queue);
        TestWorkflows.AddTo(options);
        using var worker = new TemporalWorker(client, options);
        await worker.ExecuteAsync(stopping.Token);
    }
}

using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Temporal;
using PipAi.Testing;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class LongTimeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_timer_of_forty_days_fires_after_forty_days_and_a_closed_workflow_is_gone_after_its_retention()
    {
        await using (var service = await StartAsync())
        {
            var client = await ConnectAsync(service);
            var handle = await client.StartWorkflowAsync((Sleeper sleeper) => sleeper.RunAsync(40), new("sleeper", "queue"));
            var options = new TemporalWorkerOptions("queue");
            TestWorkflows.AddTo(options);
            using var worker = new TemporalWorker(client, options);
            await worker.ExecuteAsync(async () =>
            {
                await RunningTemporal.UntilAsync(async () =>
                    (await handle.FetchHistoryAsync()).Events.Any(happened => happened.TimerStartedEventAttributes is not null));
                time.Advance(TimeSpan.FromDays(39));
                Assert.DoesNotContain(
                    (await handle.FetchHistoryAsync()).Events, happened => happened.TimerFiredEventAttributes is not null);
                time.Advance(TimeSpan.FromDays(1));
                Assert.Equal("slept 40 days", await handle.GetResultAsync());
            }).WaitAsync(TimeSpan.FromSeconds(90));
        }

        time.Advance(TimeSpan.FromDays(6));
        await using (var service = await StartAsync())
        {
            var client = await ConnectAsync(service);
            await client.GetWorkflowHandle("sleeper").DescribeAsync();
            time.Advance(TimeSpan.FromDays(2));
            await Assert.ThrowsAsync<RpcException>(() => client.GetWorkflowHandle("sleeper").DescribeAsync());
            Assert.Empty(Directory.EnumerateFiles(folder["cloud"], "*.journal", SearchOption.AllDirectories));
        }
    }

    private async Task<TemporalService> StartAsync()
    {
        var service = new TemporalService(new() { Directory = folder["cloud"], AdministratorKey = "administrator", Time = time });
        await service.StartAsync(0, TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>A client in the namespace, which is made at the first time; the clock goes on until it is there.</summary>
    private async Task<TemporalClient> ConnectAsync(TemporalService service)
    {
        var address = $"127.0.0.1:{service.Port}";
        var cloud = await TemporalCloudOperationsClient.ConnectAsync(
            new("administrator") { TargetHost = address, Tls = new() { Disabled = true } });
        if ((await cloud.CloudService.GetNamespacesAsync(new())).Namespaces.Count == 0)
        {
            await cloud.CloudService.CreateNamespaceAsync(new() { Spec = CloudSteps.Spec("documents") });
            time.Advance(TimeSpan.FromSeconds(1));
        }
        return await TemporalClient.ConnectAsync(
            new(address) { Namespace = "documents.local", ApiKey = "administrator", Tls = new() { Disabled = true } });
    }
}

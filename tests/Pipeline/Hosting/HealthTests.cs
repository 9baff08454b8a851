using System.Net;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.Pipeline.Tests.Platform;
using PipAi.Workers.Pipeline.Health;

namespace PipAi.Pipeline.Tests.Hosting;

public sealed partial class HealthTests(LocalTemporal temporal, LocalStorage storage)
    : IClassFixture<LocalTemporal>, IClassFixture<LocalStorage>
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    [Fact]
    public async Task A_polling_worker_is_healthy_and_says_who_it_is()
    {
        await using var pipeline = await RunningPipeline.StartAsync(RunningPipeline.Settings(temporal, storage, Nowhere, "health"));
        await Eventually.TrueAsync(async () =>
            (await pipeline.HealthAsync()).Body is var told && told["pollers"]!["activity_task"] is not null
                && told["slots"]!["ActivityWorker"] is not null);
        var (status, body) = await pipeline.HealthAsync();
        Assert.Equal(200, status);
        Assert.Equal(
            [
                "status",
                "reason",
                "region",
                "machine",
                "app",
                "primary",
                "identity",
                "taskQueue",
                "temporalAnsweredAt",
                "storageAnsweredAt",
                "polls",
                "pollers",
                "slots",
                "activeActivities",
                "uptimeSeconds",
            ],
            body.Select(member => member.Key));
        Assert.Equal("healthy", body["status"]!.GetValue<string>());
        Assert.Equal("iad/machine-1@workers", body["identity"]!.GetValue<string>());
        Assert.True(body["pollers"]!["activity_task"]!.GetValue<int>() > 0);
        Assert.Equal(8, body["slots"]!["ActivityWorker"]!["available"]!.GetValue<int>());
    }

    [Fact]
    public async Task Metrics_hold_the_worker_and_the_SDK()
    {
        await using var pipeline = await RunningPipeline.StartAsync(RunningPipeline.Settings(temporal, storage, Nowhere, "metrics"));
        await Eventually.TrueAsync(async () => WorkflowPollers().IsMatch(await MetricsAsync(pipeline)));
        var text = await MetricsAsync(pipeline);
        Assert.Contains("# TYPE pipeline_activities_active gauge\npipeline_activities_active 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nprocess_resident_memory_bytes ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_reads_the_metrics_from_the_internet()
    {
        await using var pipeline = await RunningPipeline.StartAsync(
            RunningPipeline.Settings(temporal, storage, Nowhere, "outside"), untilPolling: false);
        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Fly-Client-IP", "203.0.113.7" } } };
            using var answer = await pipeline.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/metrics"));
        Assert.NotEqual(HttpStatusCode.NotFound, await StatusAsync("/health"));
        Assert.NotEmpty(await MetricsAsync(pipeline));
    }

    [Fact]
    public async Task A_worker_without_Temporal_says_so_keeps_trying_and_recovers()
    {
        var fault = temporal.Faults.Add(
            new Fault { Service = VendorNames.Temporal, Operation = "*", Effect = new FaultEffect.Status(503) });
        await using var pipeline = await RunningPipeline.StartAsync(
            RunningPipeline.Settings(temporal, storage, Nowhere, "late"), untilPolling: false);
        await Eventually.TrueAsync(
            async () => (await pipeline.HealthAsync()).Body["reason"]!.GetValue<string>().Contains("127.0.0.1", StringComparison.Ordinal));
        var (status, body) = await pipeline.HealthAsync();
        Assert.Equal((503, "connecting"), (status, body["status"]!.GetValue<string>()));
        Assert.StartsWith(
            $"Temporal at {temporal.Address}, namespace documents.local: ", body["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain(LocalTemporal.Key, body.ToJsonString(), StringComparison.Ordinal);

        temporal.Faults.Remove(fault.Id);
        await Eventually.TrueAsync(async () => (await pipeline.HealthAsync()).Status == 200);

        // Once it polls, a short outage is no reason to call it sick: the SDK goes on polling.
        fault = temporal.Faults.Add(new Fault { Service = VendorNames.Temporal, Operation = "*", Effect = new FaultEffect.Status(503) });
        Assert.Equal(200, (await pipeline.HealthAsync()).Status);
        temporal.Faults.Remove(fault.Id);
    }

    [Fact]
    public async Task A_draining_worker_lets_its_activity_finish_and_answers_meanwhile()
    {
        await using var unstructured = await ScriptedUnstructured.StartAsync();
        var go = unstructured.ThenWait();
        await storage.PutAsync(LocalStorage.Primary, "documents/drain/a.txt", "x");
        await using var pipeline = await RunningPipeline.StartAsync(
            RunningPipeline.Settings(temporal, storage, unstructured.Address, "drain"));
        var handle = await temporal.Client.StartWorkflowAsync(
            "ProcessDocument", [new { key = "documents/drain/a.txt" }], new("document-drain", "drain"));
        await Eventually.TrueAsync(() => Task.FromResult(unstructured.Received.Count == 1));

        var stopping = pipeline.StopAsync();
        await Eventually.TrueAsync(() => Task.FromResult(pipeline.Get<WorkerState>().Phase == WorkerPhase.Draining));
        var (status, body) = await pipeline.HealthAsync();
        Assert.Equal((503, "draining", 1), (status, body["status"]!.GetValue<string>(), body["activeActivities"]!.GetValue<int>()));
        Assert.False(stopping.IsCompleted);

        go.SetResult();
        await stopping;
        Assert.Equal(WorkerPhase.Ended, pipeline.Get<WorkerState>().Phase);
        Assert.NotNull(await storage.ReadAsync(LocalStorage.Primary, "documents/drain/a.txt.elements.json"));

        await using var next = await RunningPipeline.StartAsync(
            RunningPipeline.Settings(temporal, storage, unstructured.Address, "drain", "machine-2"));
        await handle.GetResultAsync().WaitAsync(TimeSpan.FromSeconds(90));
        Assert.Single(unstructured.Received);
    }

    [Fact]
    public async Task A_canary_goes_through_its_regions_workers_even_while_these_are_full()
    {
        await using var unstructured = await ScriptedUnstructured.StartAsync();
        await storage.PutAsync(LocalStorage.Primary, "canary/1/canary.md", "x");
        await using var pipeline = await RunningPipeline.StartAsync(
            RunningPipeline.Settings(temporal, storage, unstructured.Address, "birds"));
        for (var document = 0; document < 8; document++)
        {
            unstructured.ThenWait();
            await temporal.Client.StartWorkflowAsync(
                "ProcessDocument", [new { key = "canary/1/canary.md" }], new($"bird-{document}", "birds"));
        }

        await Eventually.TrueAsync(() => Task.FromResult(unstructured.Received.Count == 8));
        var canary = await temporal.Client.StartWorkflowAsync(
            "ProcessDocument", [new { key = "canary/1/canary.md" }], new("canary-iad-1", "birds.iad"));
        await canary.GetResultAsync().WaitAsync(TimeSpan.FromSeconds(90));
        Assert.Equal(9, unstructured.Received.Count);
    }

    private static Task<string> MetricsAsync(RunningPipeline pipeline) =>
        pipeline.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

    [GeneratedRegex(@"\ntemporal_num_pollers\{[^}]*poller_type=""workflow_task""[^}]*\} [1-9]")]
    private static partial Regex WorkflowPollers();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.Pipeline.Tests.Platform;
using PipAi.Testing;
using PipAi.Workers.Contracts.Documents;
using Temporalio.Client;

namespace PipAi.Pipeline.Tests.Processes;

public sealed class WorkerProcessTests(LocalTemporal temporal, LocalStorage storage)
    : IClassFixture<LocalTemporal>, IClassFixture<LocalStorage>
{
    private readonly string queue = $"documents-{Guid.NewGuid():N}";
    private readonly string key = $"documents/{Guid.NewGuid():N}/a.txt";

    [Fact]
    public async Task A_wrong_environment_is_explained_and_ends_with_exit_code_2()
    {
        await using var worker = WorkerProcess.Start(new Dictionary<string, string?> { ["TEMPORAL_ADDRESS"] = "nowhere" });
        Assert.Equal(2, await worker.ExitCodeAsync(90));
        Approved.Text(worker.Output);
    }

    [Fact]
    public async Task A_document_survives_the_death_of_its_worker()
    {
        await using var unstructured = await ScriptedUnstructured.StartAsync();
        await storage.PutAsync(LocalStorage.Primary, key, "x");
        unstructured.ThenWait();
        await using var first = WorkerProcess.Start(WorkerProcess.Environment(temporal, storage, unstructured.Address, queue));
        await first.UntilHealthyAsync();
        var handle = await StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(unstructured.Received.Count == 1));
        await using var second = WorkerProcess.Start(
            WorkerProcess.Environment(temporal, storage, unstructured.Address, queue, "machine-2"));
        await second.UntilHealthyAsync();

        first.Kill();
        var died = TimeProvider.System.GetTimestamp();
        var result = await handle.GetResultAsync<ProcessDocumentResult>().WaitAsync(TimeSpan.FromSeconds(90));
        var recovery = TimeProvider.System.GetElapsedTime(died);
        Assert.Equal(2, result.ElementCount);
        Assert.NotNull(await storage.ReadAsync(LocalStorage.Primary, result.ResultKey));
        // 5 s until the heartbeat is missed and 0.5 s of back-off: without heartbeats it would take the 2 minutes of an attempt.
        Assert.InRange(recovery.TotalSeconds, 0, 60);
        TestContext.Current.TestOutputHelper?.WriteLine($"recovered {recovery.TotalSeconds:F1} s after the kill");
    }

    [Fact]
    public async Task Sigterm_drains_and_ends_with_exit_code_0()
    {
        await using var unstructured = await ScriptedUnstructured.StartAsync();
        await storage.PutAsync(LocalStorage.Primary, key, "x");
        var go = unstructured.ThenWait();
        await using var worker = WorkerProcess.Start(WorkerProcess.Environment(temporal, storage, unstructured.Address, queue));
        await worker.UntilHealthyAsync();
        await StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(unstructured.Received.Count == 1));

        worker.Signal("TERM");
        await Eventually.TrueAsync(async () => (await worker.HealthAsync())?["status"]?.GetValue<string>() == "draining");
        go.SetResult();
        Assert.Equal(0, await worker.ExitCodeAsync(90));
        Assert.NotNull(await storage.ReadAsync(LocalStorage.Primary, key + ".elements.json"));

        // Every line of the log is one JSON object, and the key is in none of them.
        Assert.All(worker.Output.Split('\n'), line => Assert.NotNull(JsonNode.Parse(line)!["Message"]));
        Assert.DoesNotContain(LocalTemporal.Key, worker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_with_a_role_needs_no_key()
    {
        await using var unstructured = await ScriptedUnstructured.StartAsync();
        await using var tokens = await storage.StartTokensAsync();
        await storage.PutAsync(LocalStorage.Primary, key, "x");
        var environment = WorkerProcess.Environment(temporal, storage, unstructured.Address, queue);
        environment["AWS_ACCESS_KEY_ID"] = environment["AWS_SECRET_ACCESS_KEY"] = null;
        environment["AWS_ROLE_ARN"] = LocalTokens.RoleArn;
        environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = tokens.TokenFile;
        environment["AWS_ENDPOINT_URL_STS"] = tokens.Address.AbsoluteUri;
        await using var worker = WorkerProcess.Start(environment);
        await worker.UntilHealthyAsync();
        var running = (await StartAsync()).GetResultAsync<ProcessDocumentResult>();
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken));
        Assert.True(running.IsCompletedSuccessfully, worker.Output);
        Assert.Equal((LocalStorage.Primary, LocalStorage.Primary), ((await running).ReadFrom, (await running).StoredIn));
    }

    private async Task<WorkflowHandle> StartAsync() => await temporal.Client.StartWorkflowAsync(
        "ProcessDocument", [JsonSerializer.SerializeToElement(new { key })], new($"document-{Guid.NewGuid():N}", queue));
}

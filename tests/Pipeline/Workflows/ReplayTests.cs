using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.Pipeline.Tests.Platform;
using PipAi.Workers.Pipeline.Workflows;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Worker;

namespace PipAi.Pipeline.Tests.Workflows;

/// <summary>
/// Replays histories of earlier runs on today's workflow code: a change that would break documents in flight fails here and
/// not in production. <c>PIPAI_ACCEPT=1</c> records a history that is not there yet; never replace an old one.
/// </summary>
public sealed class ReplayTests(LocalTemporal temporal, LocalStorage storage) : IClassFixture<LocalTemporal>, IClassFixture<LocalStorage>
{
    public static TheoryData<string> Histories =>
        [.. Directory.GetFiles(Folder(), "*.json").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Histories))]
    public async Task Earlier_runs_replay_on_todays_code(string file)
    {
        var json = await File.ReadAllTextAsync(Path.Combine(Folder(), file), TestContext.Current.CancellationToken);
        Assert.NotEmpty(WorkflowHistory.FromJson("document-1", json).Events);
        await ReplayAsync(json);
    }

    [Fact]
    public async Task A_run_of_other_code_does_not_replay()
    {
        // The recorded activity under another name: what a renamed activity does to documents in flight.
        var json = (await File.ReadAllTextAsync(Path.Combine(Folder(), "completed.json"), TestContext.Current.CancellationToken))
            .Replace("\"ExtractElements\"", "\"ParseElements\"", StringComparison.Ordinal);
        await Assert.ThrowsAsync<WorkflowNondeterminismException>(() => ReplayAsync(json));
    }

    [Fact]
    public async Task Runs_of_today_replay_as_well()
    {
        await using var unstructured = await ScriptedUnstructured.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(
            RunningPipeline.Settings(temporal, storage, unstructured.Address, "replay"));
        await storage.PutAsync(LocalStorage.Primary, "documents/1/a.txt", "x");
        await RunAsync("completed.json", "documents/1/a.txt");
        unstructured.Then(503, "{}", TimeSpan.FromSeconds(1));
        await RunAsync("retried.json", "documents/1/a.txt");
        await RunAsync("missing.json", "documents/1/absent.txt");
        await RunAsync("invalid.json", "");
    }

    private async Task RunAsync(string file, string key)
    {
        var handle = await temporal.Client.StartWorkflowAsync(
            "ProcessDocument", [JsonSerializer.SerializeToElement(new { key })], new($"document-{Guid.NewGuid():N}", "replay"));
        await Record.ExceptionAsync(() => handle.GetResultAsync().WaitAsync(TimeSpan.FromSeconds(90)));
        var history = await handle.FetchHistoryAsync();
        var tidy = Tidy(JsonNode.Parse(history.ToJson())!).ToJsonString(new() { WriteIndented = true });
        await ReplayAsync(tidy);
        var path = Path.Combine(Folder(), file);
        if (Environment.GetEnvironmentVariable("PIPAI_ACCEPT") == "1" && !File.Exists(path))
            await File.WriteAllTextAsync(path, tidy + "\n");
    }

    private static Task<WorkflowReplayResult> ReplayAsync(string json) =>
        new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<ProcessDocumentWorkflow>())
            .ReplayWorkflowAsync(WorkflowHistory.FromJson("document-1", json), cancellationToken: TestContext.Current.CancellationToken);

    // Stack traces and identities say where the recording was made; replay needs neither.
    private static JsonNode Tidy(JsonNode node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) Tidy(item!);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (name == "stackTrace") members[name] = "";
                else if (name == "identity") members[name] = "recorded";
                else if (value is JsonArray or JsonObject) Tidy(value);
            }
        }

        return node;
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Histories");
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Tests.Temporal;

namespace PipAi.LocalCloud.Tests.VendorTools;

/// <summary>Temporal's own command, unmodified, told by the environment alone where the service is.</summary>
public sealed class TemporalCliToolTests(TemporalCloudFixture cloud) : IClassFixture<TemporalCloudFixture>
{
    private readonly string id = RunningTemporal.Unique("talk");

    [Fact]
    public async Task A_workflow_is_started_told_asked_and_read()
    {
        await RunAsync("workflow start --type Conversation --task-queue tools --workflow-id", id);
        await RunAsync("workflow signal --name Hear --input \"hello\" --workflow-id", id);
        var asked = await JsonAsync("workflow query --type Heard --workflow-id", id);
        Assert.Equal("hello", asked["queryResult"]![0]!.GetValue<string>());
        await RunAsync("workflow signal --name Finish --workflow-id", id);

        var result = await JsonAsync("workflow result --workflow-id", id);
        Assert.Equal(("COMPLETED", "hello total 0"), (result["status"]!.GetValue<string>(), result["result"]!.GetValue<string>()));
        var shown = await JsonAsync("workflow show --workflow-id", id);
        Assert.Equal("EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED", shown["events"]!.AsArray()[^1]!["eventType"]!.GetValue<string>());
        var listed = await JsonAsync("workflow list --query", $"WorkflowId='{id}'");
        Assert.Equal("WORKFLOW_EXECUTION_STATUS_COMPLETED", listed.AsArray().Single()!["status"]!.GetValue<string>());
        Assert.Equal("1", (await JsonAsync("workflow count --query", $"WorkflowId='{id}'"))["count"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_description_says_that_cancellation_was_asked_for_and_a_terminated_workflow_is_one()
    {
        await RunAsync("workflow start --type Conversation --task-queue nobody --workflow-id", id);
        await RunAsync("workflow cancel --workflow-id", id);
        var waiting = await JsonAsync("workflow describe --workflow-id", id);
        Assert.True(waiting["workflowExtendedInfo"]!["cancelRequested"]!.GetValue<bool>());
        Assert.Equal("PENDING_WORKFLOW_TASK_STATE_SCHEDULED", waiting["pendingWorkflowTask"]!["state"]!.GetValue<string>());

        await RunAsync("workflow terminate --reason because --workflow-id", id);
        var ended = await JsonAsync("workflow describe --workflow-id", id);
        Assert.Equal("WORKFLOW_EXECUTION_STATUS_TERMINATED", ended["workflowExecutionInfo"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_schedule_is_made_triggered_paused_filled_up_and_deleted()
    {
        var workflow = $"--type Conversation --task-queue nobody --workflow-id {id}";
        await RunAsync($"schedule create {workflow} --cron @daily --time-zone Europe/London --notes nightly --schedule-id", id);
        await RunAsync("schedule trigger --schedule-id", id);
        await RunAsync("schedule toggle --pause --reason holiday --schedule-id", id);
        var past = "--start-time 2026-03-01T12:00:00Z --end-time 2026-03-03T12:00:00Z --overlap-policy AllowAll";
        await RunAsync($"schedule backfill {past} --schedule-id", id);
        var shown = await JsonAsync("schedule describe --schedule-id", id);
        Assert.Equal("3", shown["info"]!["actionCount"]!.GetValue<string>());
        var state = shown["schedule"]!["state"]!;
        Assert.Equal(("holiday", true), (state["notes"]!.GetValue<string>(), state["paused"]!.GetValue<bool>()));
        await RunAsync($"schedule update {workflow} --interval 1h --schedule-id", id);
        shown = await JsonAsync("schedule describe --schedule-id", id);
        Assert.Equal("3600s", shown["schedule"]!["spec"]!["interval"]![0]!["interval"]!.GetValue<string>());
        Assert.Contains(id, await RunAsync("schedule list"), StringComparison.Ordinal);

        await RunAsync("schedule delete --schedule-id", id);
        Assert.DoesNotContain(id, await RunAsync("schedule list"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("task-queue describe --task-queue tools", "iad/m1@workers")]
    [InlineData("task-queue describe --legacy-mode --task-queue tools", "iad/m1@workers")]
    [InlineData("task-queue list-partition --task-queue tools", "tools")]
    [InlineData("operator namespace describe documents.local", "168h0m0s")]
    [InlineData("operator namespace list", "documents.local")]
    [InlineData("operator cluster health", "SERVING")]
    [InlineData("operator cluster system", "local")]
    [InlineData("operator search-attribute list", "Customer")]
    public async Task The_service_shows_what_it_has(string command, string expected)
    {
        await RunAsync("workflow start --type Conversation --task-queue tools --workflow-id", id);
        await RunAsync("workflow query --type Heard --workflow-id", id); // the worker polls
        Assert.Contains(expected, await RunAsync(command), StringComparison.Ordinal);
    }

    private async Task<JsonNode> JsonAsync(params string[] command) => JsonNode.Parse(await RunAsync([.. command, "-o json"]))!;

    /// <summary>Runs it. Words are parted by spaces, but for the second of two, which is one argument.</summary>
    private async Task<string> RunAsync(params string[] command)
    {
        var executable = Path.Combine(System.Environment.GetEnvironmentVariable("PIPAI_TOOLS") ?? "", "temporal");
        Assert.SkipUnless(File.Exists(executable), "needs Temporal's CLI: set PIPAI_TOOLS to a folder that holds the executable temporal");
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (part, index) in command.Select((part, index) => (part, index)))
        {
            string[] words = index == 1 ? [part] : part.Split(' ');
            foreach (var word in words) start.ArgumentList.Add(word);
        }
        foreach (var (name, value) in cloud.Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(
            process.ExitCode == 0, $"temporal {string.Join(' ', command)} ended with {process.ExitCode}:\n{output}\n{await errors}");
        return output;
    }
}

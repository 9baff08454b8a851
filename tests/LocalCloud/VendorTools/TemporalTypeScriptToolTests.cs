using System.Diagnostics;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Tests.Temporal;

namespace PipAi.LocalCloud.Tests.VendorTools;

/// <summary>Temporal's TypeScript SDK, unmodified, told by the environment alone where the service is.</summary>
public sealed class TemporalTypeScriptToolTests(TemporalCloudFixture cloud) : IClassFixture<TemporalCloudFixture>
{
    private const string Script = """
        import { Client, Connection, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from "@temporalio/client";
        import { loadClientConnectConfig } from "@temporalio/envconfig";
        const id = process.env.TALK;
        const config = loadClientConnectConfig();
        const connection = await Connection.connect(config.connectionOptions);
        const { workflow } = new Client({ connection, namespace: config.namespace });
        const seen = {};
        const talk = await workflow.start("Conversation", { taskQueue: "tools", workflowId: id });
        await talk.signal("Hear", "hello");
        seen.query = await talk.query("Heard");
        seen.update = await talk.executeUpdate("Add", { args: [3] });
        seen.again = await workflow.start("Conversation", { taskQueue: "tools", workflowId: id })
          .catch(error => error instanceof WorkflowExecutionAlreadyStartedError);
        await talk.signal("Finish");
        seen.result = await talk.result();
        seen.status = (await talk.describe()).status.name;
        seen.listed = [];
        for await (const found of workflow.list({ query: `WorkflowId = '${id}'` })) seen.listed.push(found.workflowId === id);
        seen.count = (await workflow.count(`WorkflowId = '${id}'`)).count;
        seen.events = (await talk.fetchHistory()).events.length > 10;
        const other = await workflow.start("Conversation", { taskQueue: "nobody", workflowId: id + "-2" });
        await other.cancel();
        seen.cancelled = (await other.describe()).raw.workflowExtendedInfo.cancelRequested;
        await other.terminate("because");
        seen.terminated = (await other.describe()).status.name;
        seen.missing = await workflow.getHandle("none").describe().catch(error => error instanceof WorkflowNotFoundError);
        await connection.close();
        console.log(JSON.stringify(seen));
        """;

    [Fact]
    public async Task A_client_starts_tells_asks_updates_lists_and_ends_workflows()
    {
        var seen = await RunAsync();

        Assert.Equal(
            """{"query":"hello","update":3,"again":true,"result":"hello total 3","status":"COMPLETED","listed":[true],"count":1,"events":true,"cancelled":true,"terminated":"TERMINATED","missing":true}""",
            seen.ToJsonString());
    }

    private async Task<JsonNode> RunAsync()
    {
        var packages = Path.Combine(Checkout(), ".artifacts", "vendor-tools");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(packages, "node_modules", "@temporalio", "client")),
            "@temporalio/client is not installed. Install it:\n    scripts/install-test-tools");
        var start = new ProcessStartInfo("node", ["--input-type=module", "-"])
        {
            WorkingDirectory = packages,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in cloud.Environment) start.Environment[name] = value;
        start.Environment["TALK"] = RunningTemporal.Unique("talk");
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(Script);
        node.StandardInput.Close();
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, $"node ended with {node.ExitCode}:\n{output}\n{await errors}");
        return JsonNode.Parse(output.Trim().Split('\n')[^1])!;
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml"))) folder = folder.Parent;
        return folder!.FullName;
    }
}

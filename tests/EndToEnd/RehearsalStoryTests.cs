using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace PipAi.EndToEnd.Tests;

/// <summary>
/// The main story on real processes and sockets: deploy, use, deploy again, break, destroy. The smaller stack, to be quick.
/// </summary>
public sealed class RehearsalStoryTests
{
    private const string Stack = "staging";

    [Fact]
    public async Task Up_a_document_of_each_kind_a_killed_cloud_up_again_without_changes_destroy_without_a_trace()
    {
        using var pipai = new Pipai();
        try
        {
            var up = (await pipai.RunAsync("up", "--stack", Stack, "--yes", "--json")).Ended(0).Json;
            Assert.Equal("succeeded", up.GetProperty("result").GetString());
            Assert.All(
                up.GetProperty("checks").EnumerateArray(),
                check => Assert.True(check.GetProperty("passed").GetBoolean(), check.ToString()));
            Assert.Contains(up.GetProperty("checks").EnumerateArray(), check => check.GetProperty("area").GetString() == "canary");

            foreach (var document in Directory.EnumerateFiles(Path.Combine(Pipai.Repository, "tests", "EndToEnd", "Documents")))
            {
                var elements = (await pipai.RunAsync("document", document, "--stack", Stack, "--json")).Ended(0).Json;
                Assert.Contains(elements.EnumerateArray(), element => element.GetProperty("text").GetString()!.Length > 0);
            }

            await FollowAsync(pipai, "regional-failover-runbook.pdf");
            (await pipai.RunAsync("refresh", "--stack", Stack, "--yes", "--expect-no-changes")).Ended(0);

            await KillTheCloudAsync(pipai);
            Assert.Contains("is gone", (await pipai.RunAsync("verify", "--stack", Stack)).Ended(1).Errors, StringComparison.Ordinal);

            var again = (await pipai.RunAsync("up", "--stack", Stack, "--yes", "--json")).Ended(0).Json;
            Assert.False(again.GetProperty("hasChanges").GetBoolean(), again.GetProperty("changes").ToString());

            await CheckSecretsAsync(pipai);
            var (processes, ports) = await LeftoversToLookForAsync(pipai);
            (await pipai.RunAsync("destroy", "--stack", Stack, "--yes")).Ended(0);
            Assert.All(processes, process => Assert.False(IsRunning(process), $"process {process} still runs"));
            Assert.All(ports, port => Assert.True(IsFree(port), $"port {port} is still taken"));
            Assert.False(Directory.Exists(pipai.Home), $"{pipai.Home} still exists");
        }
        finally
        {
            await pipai.RunAsync("destroy", "--stack", Stack, "--yes");
        }
    }

    /// <summary>A document is found in the logs of the worker that took it and of the parser that read it.</summary>
    private static async Task FollowAsync(Pipai pipai, string document)
    {
        var logs = (await pipai.RunAsync("logs", "--document", document, "--stack", Stack, "--json")).Ended(0).Json;
        Assert.Equal(
            ["pip-ai-temporal-workers-staging", "pip-ai-unstructured-simple-staging"],
            logs.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("app").GetString()).Distinct()
                .Order(StringComparer.Ordinal));
    }

    /// <summary>The key that the deployment made is in no answer, no file of the state, no log and nobody's arguments.</summary>
    private static async Task CheckSecretsAsync(Pipai pipai)
    {
        (await pipai.RunAsync("preview", "--stack", Stack, "--json")).Ended(0);
        (await pipai.RunAsync("preview", "--stack", Stack, "--diff", "--debug")).Ended(0);
        (await pipai.RunAsync("stack", "export", "--stack", Stack)).Ended(0);
        var seen = pipai.Outcomes.Select(outcome => (Where: outcome.Arguments, Text: outcome.Output + outcome.Errors)).ToList();
        var files = Directory.GetFiles(Path.Combine(pipai.Home, ".pulumi"), "*", SearchOption.AllDirectories).Append(
            Path.Combine(pipai.Home, "cloud", Stack, "cloud.log"));
        foreach (var file in files) seen.Add((file, await File.ReadAllTextAsync(file)));
        foreach (var process in Process.GetProcesses())
        {
            using (process)
                seen.Add(
                    ($"arguments of process {process.Id}", File.Exists($"/proc/{process.Id}/cmdline")
                        ? await ArgumentsAsync(process.Id) : ""));
        }

        var secret =
            (await pipai.RunAsync("stack", "output", "--show-secrets", "--json", "--stack", Stack)).Ended(0).Json.GetProperty(
                "temporalApiKey").GetString()!;
        Assert.True(secret.Length > 10, "there is no key");
        foreach (var (where, text) in seen) Assert.False(text.Contains(secret, StringComparison.Ordinal), $"the key is in {where}");
    }

    private static async Task<string> ArgumentsAsync(int process)
    {
        try
        {
            return await File.ReadAllTextAsync($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return "";
        }
    }

    private static async Task KillTheCloudAsync(Pipai pipai)
    {
        var status = (await pipai.RunAsync("status", "--stack", Stack, "--json")).Ended(0).Json;
        using var cloud = Process.GetProcessById(status.GetProperty("cloud").GetProperty("processId").GetInt32());
        cloud.Kill();
        await cloud.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<(List<int> Processes, List<int> Ports)> LeftoversToLookForAsync(Pipai pipai)
    {
        var status = (await pipai.RunAsync("status", "--stack", Stack, "--json")).Ended(0).Json;
        var processes = status.GetProperty("machines").EnumerateArray().Select(machine => machine.GetProperty("processId"))
            .Where(process => process.ValueKind == JsonValueKind.Number).Select(process => process.GetInt32()).ToList();
        processes.Add(status.GetProperty("cloud").GetProperty("processId").GetInt32());
        var ports = status.GetProperty("cloud").GetProperty("ports").EnumerateObject().Select(port => port.Value.GetInt32()).ToList();
        Assert.True(processes.Count > 3 && ports.Count > 5, status.ToString());
        return (processes, ports);
    }

    /// <summary>A process that has ended and whose parent has not asked for its exit code yet (state Z) does not run.</summary>
    private static bool IsRunning(int process)
    {
        try
        {
            return !File.ReadLines($"/proc/{process}/status").Any(
                line => line.StartsWith("State:", StringComparison.Ordinal) && line.Contains('Z', StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

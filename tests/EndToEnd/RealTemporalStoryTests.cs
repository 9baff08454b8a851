using System.Diagnostics;
using System.Text.Json;
using PipAi.Testing;

namespace PipAi.EndToEnd.Tests;

/// <summary>A rehearsal on Temporal's own server: deploy, use, refuse the other server, lose this one, use again, destroy.</summary>
public sealed class RealTemporalStoryTests : IDisposable
{
    private const string Stack = "staging";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Up_a_document_the_other_server_refused_a_lost_server_told_and_found_again()
    {
        Assert.SkipUnless(ReferenceTools.Find("temporal") is not null, ReferenceTools.Missing("temporal"));
        using var pipai = new Pipai { Temporal = null };
        var document = Directory.EnumerateFiles(Path.Combine(Pipai.Repository, "tests", "EndToEnd", "Documents"), "*.md").First();
        var executable = Executable();
        try
        {
            var up = (await pipai.RunAsync("up", "--stack", Stack, "--yes", "--json", "--temporal", executable)).Ended(0).Json;
            Assert.Equal(executable, up.GetProperty("temporal").GetProperty("executable").GetString());
            Assert.All(
                up.GetProperty("checks").EnumerateArray(),
                check => Assert.True(check.GetProperty("passed").GetBoolean(), check.ToString()));
            (await pipai.RunAsync("document", document, "--stack", Stack)).Ended(0);
            var refused = (await pipai.RunAsync("up", "--stack", Stack, "--yes", "--temporal", "own")).Ended(2).Errors;
            Assert.Contains(
                $"./pipai destroy --stack {Stack} --yes && ./pipai up --stack {Stack} --temporal own", refused, StringComparison.Ordinal);

            await File.WriteAllTextAsync(folder["broken"], "");
            using (var server = Process.GetProcessById((await ServerAsync(pipai)).GetProperty("processId").GetInt32())) server.Kill();
            await UntilAsync(
                pipai,
                server =>
                    server.TryGetProperty("problem", out var problem)
                        && problem.ToString().Contains("out of order", StringComparison.Ordinal));
            var failed = (await pipai.RunAsync("document", document, "--stack", Stack)).Ended(1).Errors;
            Assert.Contains("Temporal's development server is down and is started again", failed, StringComparison.Ordinal);
            Assert.DoesNotContain("bug", failed, StringComparison.Ordinal);
            Assert.Contains("out of order", (await pipai.RunAsync("doctor", "--stack", Stack)).Ended(1).Output, StringComparison.Ordinal);

            File.Delete(folder["broken"]);
            await UntilAsync(pipai, server => server.GetProperty("running").GetBoolean());
            (await pipai.RunAsync("document", document, "--stack", Stack)).Ended(0);
            (await pipai.RunAsync("cloud", "stop", "--stack", Stack)).Ended(0);
            Assert.Contains(
                executable, (await pipai.RunAsync("cloud", "start", "--stack", Stack)).Ended(0).Output, StringComparison.Ordinal);
        }
        finally
        {
            await pipai.RunAsync("destroy", "--stack", Stack, "--yes");
        }
    }

    /// <summary>The CLI behind a script that can be put out of order.</summary>
    private string Executable()
    {
        var file = folder["temporal"];
        File.WriteAllText(
            file,
            $"#!/bin/sh\nif [ -e '{folder["broken"]}' ]; then echo 'out of order'; exit 9; fi\nexec '{ReferenceTools.Find(
                "temporal")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    /// <summary>What `status` says of the server; it fails exactly while the server is down.</summary>
    private static async Task<JsonElement> ServerAsync(Pipai pipai)
    {
        var status = await pipai.RunAsync("status", "--stack", Stack, "--json");
        var server = status.Json.GetProperty("temporal");
        status.Ended(server.GetProperty("running").GetBoolean() ? 0 : 1);
        return server;
    }

    private static async Task UntilAsync(Pipai pipai, Func<JsonElement, bool> holds)
    {
        var deadline = DateTime.UtcNow.AddSeconds(90);
        while (!holds(await ServerAsync(pipai)))
            Assert.True(DateTime.UtcNow < deadline, "what the test waits for did not happen within 90 s");
    }
}

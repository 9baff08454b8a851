using PipAi.Pulumi.Tests.Processes;

namespace PipAi.Pulumi.Tests.Providers;

public sealed class OrphanTests
{
    [Fact]
    public async Task A_plugin_ends_when_the_engine_that_started_it_is_killed()
    {
        // The shell stands for the engine; it is killed, so that it cannot take its child with it.
        var command = $"'{Environment.ProcessPath}' run-provider 127.0.0.1:1 & echo plugin $!; wait";
        using var engine = ChildProcess.Start("sh", ["-c", command], new Dictionary<string, string?>());
        var lines = new[] { await LineAsync(engine), await LineAsync(engine) };
        var plugin = int.Parse(lines.Single(line => line.StartsWith("plugin ", StringComparison.Ordinal))["plugin ".Length..]);
        using var kill = ChildProcess.Start("kill", ["-KILL", $"{engine.Id}"], new Dictionary<string, string?>());
        await kill.WaitAsync();

        var deadline = DateTime.UtcNow.AddSeconds(90);
        while (IsRunning(plugin))
        {
            Assert.True(DateTime.UtcNow < deadline, $"The plugin, process {plugin}, outlived its engine by 90 s.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> LineAsync(ChildProcess process) =>
        (await process.Output.ReadLineAsync(TestContext.Current.CancellationToken))!;

    // A process that nobody waits for stays as a zombie where there is no init.
    private static bool IsRunning(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}

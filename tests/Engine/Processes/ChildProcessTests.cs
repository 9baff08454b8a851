using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Processes;

namespace PipAi.Engine.Tests.Processes;

public sealed class ChildProcessTests
{
    private const int Killed = 128 + 9;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_child_that_is_killed_right_after_its_start_is_dead()
    {
        await using var processes = new ChildProcesses();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Timeout);
        for (var i = 0; i < 20; i++)
        {
            // It has no process group of its own yet.
            var child = await processes.StartAsync(LaunchCommand.Process("sleep", "600"), "/", []);
            child.Kill();
            Assert.Equal(Killed, await child.WaitAsync(limit.Token));
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PipAi.Workers.Pipeline.Activities;
using PipAi.Workers.Pipeline.Health;
using PipAi.Workers.Pipeline.Hosting;

namespace PipAi.Pipeline.Tests.Hosting;

public sealed class WatchdogTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly RunningActivities board;
    private readonly Watchdog watchdog;

    public WatchdogTests()
    {
        board = new RunningActivities(time);
        watchdog = new Watchdog(board, new WorkerState(time), time, NullLogger<Watchdog>.Instance, _ => { });
    }

    public void Dispose() => watchdog.Dispose();

    [Fact]
    public void A_working_process_is_left_alone()
    {
        using var running = board.Track("1", "a");
        for (var i = 0; i < 20; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            watchdog.Pulse();
            Assert.Null(watchdog.Stuck());
        }
    }

    [Fact]
    public void A_thread_pool_that_runs_nothing_is_stuck()
    {
        time.Advance(Watchdog.PoolLimit + TimeSpan.FromSeconds(1));
        Assert.Equal("the thread pool has run nothing for 21 s", watchdog.Stuck());
    }

    [Fact]
    public void An_activity_that_outlives_its_time_is_stuck_until_it_ends()
    {
        var running = board.Track("1", "a");
        time.Advance(Watchdog.ActivityLimit + TimeSpan.FromSeconds(1));
        watchdog.Pulse();
        Assert.StartsWith("an activity has been running for 241 s", watchdog.Stuck(), StringComparison.Ordinal);
        running.Dispose();
        Assert.Null(watchdog.Stuck());
    }
}

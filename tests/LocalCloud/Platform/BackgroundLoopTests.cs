using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Tests.Platform;

public sealed class BackgroundLoopTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly Lines log = new();
    private readonly CancellationTokenSource stopping = new();

    [Fact]
    public async Task Whatever_is_thrown_is_logged_and_the_work_begins_again_after_growing_pauses()
    {
        var begun = new List<DateTimeOffset>();
        Exception[] failures =
        [
            new InvalidOperationException("one"),
            new OperationCanceledException("not ours"),
            new KeyNotFoundException("three"),
        ];
        var running = BackgroundLoop.RunAsync("Copying", _ =>
        {
            begun.Add(time.GetUtcNow());
            return begun.Count <= failures.Length ? Task.FromException(failures[begun.Count - 1]) : Task.CompletedTask;
        }, log, time, stopping.Token);
        while (!running.IsCompleted) time.Advance(TimeSpan.FromMilliseconds(250));
        await running;
        Assert.Equal([0, 250, 750, 1750], begun.Select(moment => (moment - begun[0]).TotalMilliseconds));
        Assert.Equal(
            [
                "Copying failed and begins again in 0.25 s.",
                "Copying failed and begins again in 0.50 s.",
                "Copying failed and begins again in 1.00 s.",
            ], log);
    }

    [Fact]
    public async Task It_ends_with_its_owner_and_that_is_no_failure()
    {
        var running = BackgroundLoop.RunAsync(
            "Copying", cancellation => Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation), log, time, stopping.Token);
        await stopping.CancelAsync();
        await running;
        Assert.Empty(log);
    }

    [Fact]
    public async Task A_turn_that_fails_does_not_end_the_turns()
    {
        var executor = 0;
        var renewal = BackgroundLoop.Every(TimeSpan.FromSeconds(1), () =>
        {
            if (++executor == 1) throw new IOException("the disk is full");
        }, time);
        var running = BackgroundLoop.RunAsync("Renewal", renewal, log, time, stopping.Token);
        for (var i = 0; executor < 3; i++)
        {
            Assert.True(i < 10_000, $"{executor} turns");
            time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        Assert.Single(log);
        await stopping.CancelAsync();
        await running;
    }

    public void Dispose() => stopping.Dispose();

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                Add(formatter(state, exception));
    }
}

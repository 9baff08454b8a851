using Microsoft.Extensions.Time.Testing;
using PipAi.Operations.Status;
using static PipAi.Operations.Tests.Status.SampleStatus;

namespace PipAi.Operations.Tests.Status;

/// <summary>How sources are read beside each other.</summary>
public sealed class StatusReaderTests
{
    private readonly FakeTimeProvider time = new(Noon);
    private readonly List<StatusChange> changes = [];

    [Fact]
    public async Task Each_source_is_read_in_its_own_time()
    {
        var (fast, slow) = (new Counted(), new Counted());
        using var end = new CancellationTokenSource();
        var running = Reader(fast.Every(2), slow.Every(5)).RunAsync(changes.Add, end.Token);
        for (var second = 0; second < 10; second++) time.Advance(TimeSpan.FromSeconds(1));
        await end.CancelAsync();
        await running;
        Assert.Equal((6, 3), (fast.Count, slow.Count));
        Assert.Equal(9, changes.Count);
    }

    [Fact]
    public async Task One_that_fails_is_shown_since_when_and_the_others_go_on()
    {
        var isDown = false;
        var queue = new Counted();
        var fly = new StatusSource("fly", TimeSpan.FromSeconds(2), _ => isDown
            ? throw new InvalidOperationException("401") : Task.FromResult<Func<PlatformStatus, PlatformStatus>>(status => status));
        using var end = new CancellationTokenSource();
        var reader = Reader(fly, queue.Every(2));
        var running = reader.RunAsync(changes.Add, end.Token);
        isDown = true;
        for (var second = 0; second < 4; second++) time.Advance(TimeSpan.FromSeconds(1));

        var source = reader.Current.Sources[0];
        Assert.Equal((Noon, Noon.AddSeconds(2), "401"), (source.ReadAt, source.FailingSince, source.Error));
        Assert.Null(reader.Current.Sources[1].FailingSince);
        Assert.Equal(3, queue.Count);
        Assert.Equal(["cannot be read: 401"], changes.SelectMany(change => change.Events).Select(happened => happened.Text));

        isDown = false;
        for (var second = 0; second < 2; second++) time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(reader.Current.Sources[0].FailingSince);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task One_that_hangs_is_given_up_and_asked_again()
    {
        var asked = 0;
        var hanging = new StatusSource("s3", TimeSpan.FromSeconds(2), _ =>
        {
            asked++;
            return new TaskCompletionSource<Func<PlatformStatus, PlatformStatus>>().Task;
        })
        { Timeout = TimeSpan.FromSeconds(5) };
        using var end = new CancellationTokenSource();
        var reader = Reader(hanging);
        var running = reader.RunAsync(changes.Add, end.Token);
        for (var second = 0; second < 5; second++) time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("no answer within 5 s", reader.Current.Sources[0].Error);
        Assert.Equal(2, asked);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task What_a_source_said_last_stays_while_it_fails()
    {
        var answers = new Queue<Func<PlatformStatus, PlatformStatus>>([status => status with { Queue = Queue(7) }]);
        var reader = Reader(new StatusSource("queue", TimeSpan.FromSeconds(1), _ => Task.FromResult(answers.Dequeue())));
        Assert.Equal(7, (await reader.ReadOnceAsync(TestContext.Current.CancellationToken)).Queue!.Backlog);
        var failing = await reader.ReadOnceAsync(TestContext.Current.CancellationToken);
        Assert.Equal((7, "Queue empty."), (failing.Queue!.Backlog, failing.Sources[0].Error));
    }

    private StatusReader Reader(params StatusSource[] sources) => new(Well, [.. sources], Limits, time);

    private sealed class Counted
    {
        public int Count { get; private set; }

        public StatusSource Every(int seconds) => new($"every {seconds} s", TimeSpan.FromSeconds(seconds), _ =>
        {
            Count++;
            return Task.FromResult<Func<PlatformStatus, PlatformStatus>>(status => status);
        });
    }
}

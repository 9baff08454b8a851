using Microsoft.Extensions.Time.Testing;
using PipAi.Workers.Pipeline.Health;
using PipAi.Workers.Pipeline.Metrics;

namespace PipAi.Pipeline.Tests.Health;

public sealed class WorkerHealthTests
{
    private static readonly PolledQueue Activities = new("documents", PollKind.Activity);
    private readonly FakeTimeProvider time = new();
    private readonly WorkerState state;
    private readonly PollWatch polls;
    private readonly Contact temporal;
    private readonly Contact storage;
    private readonly WorkerHealth health;

    public WorkerHealthTests()
    {
        state = new WorkerState(time);
        polls = new PollWatch([Activities], new MetricRegistry(), _ => false, time);
        (temporal, storage) = (new Contact(time), new Contact(time));
        health = new WorkerHealth(state, polls, temporal, storage);
    }

    [Fact]
    public void A_worker_that_polls_and_reads_is_healthy()
    {
        Poll();
        Assert.Equal(new Verdict("healthy", "polling documents"), health.Now());
    }

    [Fact]
    public void Before_and_after_polling_the_worker_says_itself_what_it_does()
    {
        Assert.Equal(new Verdict("connecting", "not tried yet"), health.Now());
        Poll();
        state.Enter(WorkerPhase.Draining, "told to stop");
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(new Verdict("draining", "told to stop"), health.Now());
        Assert.False(health.IsDeaf);
    }

    [Fact]
    public void Polls_that_do_not_come_back_are_told_with_what_others_get()
    {
        Poll();
        time.Advance(TimeSpan.FromSeconds(90));
        storage.Answered();
        Assert.Equal(
            new Verdict(
                "deaf",
                "Temporal has answered no poll for activity tasks of 'documents' for 90 s; a new connection has not been tried yet"),
                health.Now());

        temporal.Failed("Unavailable: nobody there");
        Assert.EndsWith("; a new connection fares no better: Unavailable: nobody there", health.Now().Reason, StringComparison.Ordinal);

        temporal.Answered();
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.EndsWith(" for 110 s; a new connection's polls have been answered for 20 s", health.Now().Reason, StringComparison.Ordinal);
        Assert.True(health.IsDeaf);

        polls.Answered(Activities);
        Assert.True(health.Now().IsHealthy);
    }

    [Fact]
    public void A_worker_that_can_read_no_bucket_is_not_healthy_and_says_why()
    {
        state.Enter(WorkerPhase.Polling, "polling documents");
        polls.Begin();
        Assert.Equal(new Verdict("without storage", "no bucket has answered yet"), health.Now());
        storage.Failed("us-east-1 answered 404 NoSuchBucket");
        Assert.Equal(new Verdict("without storage", "no bucket has answered yet: us-east-1 answered 404 NoSuchBucket"), health.Now());

        storage.Answered();
        Assert.True(health.Now().IsHealthy);
        time.Advance(HealthLimits.Storage);
        polls.Answered(Activities);
        Assert.True(health.Now().IsHealthy);
        time.Advance(TimeSpan.FromSeconds(1));
        storage.Failed("us-east-1 did not answer within 4 s");
        Assert.Equal(new Verdict("without storage", "no bucket has answered for 61 s: us-east-1 did not answer within 4 s"), health.Now());
    }

    private void Poll()
    {
        state.Enter(WorkerPhase.Polling, "polling documents");
        polls.Begin();
        polls.Answered(Activities);
        storage.Answered();
    }
}

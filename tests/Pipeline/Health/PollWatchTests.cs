using Microsoft.Extensions.Time.Testing;
using PipAi.Workers.Pipeline.Health;
using PipAi.Workers.Pipeline.Metrics;

namespace PipAi.Pipeline.Tests.Health;

public sealed class PollWatchTests
{
    private static readonly PolledQueue Workflows = new("documents", PollKind.Workflow);
    private static readonly PolledQueue Activities = new("documents", PollKind.Activity);
    private readonly FakeTimeProvider time = new();
    private readonly MetricRegistry metrics = new();
    private readonly PollWatch watch;
    private bool doorIsShut;

    public PollWatchTests()
    {
        watch = new PollWatch([Workflows, Activities], metrics, queue => queue == Workflows && doorIsShut, time);
        Pollers("workflow_task", 1);
        Pollers("sticky_workflow_task", 2);
        Pollers("activity_task", 2);
        Slots("ActivityWorker", 8);
        watch.Begin();
    }

    private IEnumerable<PollKind> Deaf => watch.Now().Where(sight => sight.IsDeaf).Select(sight => sight.Queue.Kind);

    [Fact]
    public void Nothing_is_expected_of_a_worker_that_does_not_poll_yet() =>
        Assert.Empty(new PollWatch([Workflows], metrics, _ => false, time).Now());

    [Fact]
    public void Polls_that_come_back_empty_once_a_minute_are_well()
    {
        for (var minute = 0; minute < 10; minute++)
        {
            Pass(TimeSpan.FromSeconds(61));
            Assert.Empty(Deaf);
            watch.Answered(Workflows);
            watch.Answered(Activities);
        }
    }

    [Fact]
    public void A_poll_that_is_not_answered_within_its_time_and_a_margin_is_missed()
    {
        watch.Answered(Workflows);
        watch.Answered(Activities);
        Pass(HealthLimits.Silence);
        Assert.Empty(Deaf);
        watch.Answered(Workflows); // the other kind's answers are no consolation
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal([PollKind.Activity], Deaf);

        watch.Answered(Activities);
        Assert.Empty(Deaf);
    }

    [Fact]
    public void The_first_poll_is_waited_for_as_long_as_any_other()
    {
        Pass(HealthLimits.Silence);
        Assert.Empty(Deaf);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal([PollKind.Workflow, PollKind.Activity], Deaf);
        Assert.All(watch.Now(), sight => Assert.Null(sight.SinceAnswer));
    }

    [Fact]
    public void A_worker_that_is_full_waits_for_nothing_and_has_its_time_once_it_is_not()
    {
        Slots("ActivityWorker", 0);
        Pollers("activity_task", 0);
        doorIsShut = true;
        Pass(TimeSpan.FromMinutes(3));
        Assert.Empty(Deaf);

        Slots("ActivityWorker", 1);
        Pollers("activity_task", 1);
        doorIsShut = false;
        Pass(HealthLimits.Silence - TimeSpan.FromSeconds(2));
        Assert.Empty(Deaf);
        Pass(TimeSpan.FromSeconds(4));
        Assert.Equal([PollKind.Workflow, PollKind.Activity], Deaf);
    }

    [Fact]
    public void An_SDK_that_has_stopped_polling_is_noticed_within_seconds()
    {
        watch.Answered(Activities);
        Pollers("activity_task", 0);
        Pass(TimeSpan.FromSeconds(8));
        Assert.Empty(Deaf);
        Pass(TimeSpan.FromSeconds(4));
        Assert.Equal([PollKind.Activity], Deaf);
        Assert.True(watch.Now().Single(sight => sight.Queue == Activities).IsStopped);

        Pollers("activity_task", 1);
        Pass(TimeSpan.FromSeconds(2));
        Assert.Empty(Deaf);
    }

    [Fact]
    public void Polls_of_either_queue_count_for_workflows()
    {
        Pollers("workflow_task", 0);
        Pass(TimeSpan.FromSeconds(30));
        Assert.Empty(Deaf);
        Pollers("sticky_workflow_task", 0);
        Pass(TimeSpan.FromSeconds(12));
        Assert.Equal([PollKind.Workflow], Deaf);
    }

    [Fact]
    public void Gauges_of_another_queue_say_nothing()
    {
        var strange = new PollWatch([new("others", PollKind.Activity)], metrics, _ => false, time);
        strange.Begin();
        Pollers("activity_task", 0);
        time.Advance(TimeSpan.FromSeconds(30));
        strange.Look();
        Assert.False(Assert.Single(strange.Now()).IsDeaf);
    }

    private void Pass(TimeSpan span)
    {
        for (var end = time.GetUtcNow() + span; time.GetUtcNow() < end;)
        {
            watch.Look();
            time.Advance(TimeSpan.FromSeconds(1));
        }

        watch.Look();
    }

    private void Pollers(string type, int count) => Set("temporal_num_pollers", "poller_type", type, count);

    private void Slots(string type, int free) => Set("temporal_worker_task_slots_available", "worker_type", type, free);

    private void Set(string gauge, string label, string value, int number) =>
        metrics.Family(gauge, MetricKind.Gauge, null).With(new MetricLabels(null, [new("task_queue", "documents"), new(label, value)])).Set(
            number);
}

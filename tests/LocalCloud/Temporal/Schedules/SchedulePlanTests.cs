using PipAi.LocalCloud.Temporal.Schedules;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using ScheduleState = PipAi.LocalCloud.Temporal.Schedules.ScheduleState;

namespace PipAi.LocalCloud.Tests.Temporal.Schedules;

/// <summary>What follows from a schedule's state and from now, without a service.</summary>
public sealed class SchedulePlanTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Skip Skip Skip", false, "1", "", 2, "Unspecified")]
    [InlineData("Skip Skip", true, "", "", 2, "Unspecified")]
    [InlineData("BufferOne BufferOne BufferOne", false, "1", "2", 1, "Unspecified")]
    [InlineData("BufferOne BufferOne", true, "", "1", 1, "Unspecified")]
    [InlineData("BufferAll BufferAll BufferAll", false, "1", "2 3", 0, "Unspecified")]
    [InlineData("BufferAll BufferOne", true, "", "1", 1, "Unspecified")]
    [InlineData("AllowAll AllowAll", true, "1 2", "", 0, "Unspecified")]
    [InlineData("AllowAll Skip AllowAll Skip", false, "1 3 2", "", 1, "Unspecified")]
    [InlineData("CancelOther CancelOther", false, "2", "", 0, "Unspecified")]
    [InlineData("CancelOther CancelOther", true, "", "1 2", 0, "CancelOther")]
    [InlineData("AllowAll CancelOther TerminateOther", true, "", "2 3", 0, "TerminateOther")]
    public void Starts_that_wait_are_made_left_out_or_wait_on(
        string policies, bool isRunning, string made, string waiting, int skipped, string ending)
    {
        var buffer = policies.Split(' ').Select((policy, index) =>
            new BufferedStart(index + 1, Midnight, Midnight, Enum.Parse<ScheduleOverlapPolicy>(policy), true));

        var overlaps = Overlaps.Of(buffer, isRunning, policy => policy);

        Assert.Equal(made, Numbers(overlaps.Starts));
        Assert.Equal(waiting, Numbers(overlaps.Rest));
        Assert.Equal((skipped, ending), (overlaps.Skipped, overlaps.Ending.ToString()));
    }

    [Fact]
    public void Times_that_were_missed_by_more_than_the_window_are_counted_once()
    {
        var state = Hourly(schedule => schedule.Policies = new() { CatchupWindow = HandWorker.Seconds(2 * 3600) });

        var late = SchedulePlan.Advance(state, Midnight.AddHours(10));
        var later = SchedulePlan.Advance(late, Midnight.AddHours(10.5));

        Assert.Equal((7, 3), (late.Missed, late.Buffer.Length));
        Assert.Equal((7, 3), (later.Missed, later.Buffer.Length));
        Assert.Equal(Midnight.AddHours(11), SchedulePlan.NextAt(later, Midnight.AddHours(10.5)));
    }

    [Fact]
    public void Time_spent_paused_is_not_made_up_for()
    {
        var state = Hourly(schedule => schedule.State = new() { Paused = true });
        Assert.Null(SchedulePlan.NextAt(state, Midnight));

        var now = Midnight.AddHours(5.5);
        var unpaused = ScheduleChanges.Patch(SchedulePlan.Advance(state, now), new() { Unpause = "on" }, now);

        Assert.Empty(SchedulePlan.Advance(unpaused, Midnight.AddHours(5.9)).Buffer);
        Assert.Equal(Midnight.AddHours(6), SchedulePlan.NextAt(unpaused, Midnight.AddHours(5.9)));
    }

    [Fact]
    public void An_update_is_for_times_after_it_and_those_before_are_acted_on_as_they_were()
    {
        var state = SchedulePlan.Advance(Hourly(), Midnight.AddHours(1.5));
        Assert.Single(state.Buffer);
        var thrice = state.Schedule.Clone();
        thrice.Spec.Interval[0].Interval = HandWorker.Seconds(1200);

        var updated = ScheduleChanges.Update(state, new() { Schedule = thrice }, Midnight.AddHours(1.5));
        updated = SchedulePlan.Advance(updated, Midnight.AddHours(2));

        Assert.Equal(["01:00", "01:40", "02:00"], updated.Buffer.Select(start => $"{start.Actual:HH:mm}"));
    }

    [Fact]
    public void More_than_a_thousand_starts_do_not_wait()
    {
        var state = SchedulePlan.Advance(Hourly(), Midnight.AddHours(1010));

        Assert.Equal((1000, 10), (state.Buffer.Length, state.Dropped));
    }

    [Fact]
    public void Actions_that_are_left_are_counted_by_those_that_are_made()
    {
        var state = SchedulePlan.Advance(
            Hourly(schedule => (schedule.State, schedule.Policies) =
                (new() { LimitedActions = true, RemainingActions = 2 }, new() { OverlapPolicy = ScheduleOverlapPolicy.AllowAll })),
            Midnight.AddHours(4));

        var decision = ScheduleDecision.Of(state);

        Assert.Equal("1 2", Numbers(decision.Starts));
        Assert.False(decision.State.IsActive);
        Assert.Equal(state.Version + 2, decision.State.Version);
        Assert.Empty(decision.State.Future(Midnight.AddHours(4), 10));
    }

    [Fact]
    public void The_end_of_a_workflow_that_may_overlap_tells_the_others_nothing()
    {
        var state = Hourly(schedule => schedule.Policies = new() { PauseOnFailure = true });
        var start = new BufferedStart(1, Midnight, Midnight, ScheduleOverlapPolicy.AllowAll, true);
        var workflow = new WorkflowExecution { WorkflowId = "w", RunId = "r" };
        state = ScheduleChanges.Started(state, start, workflow, Midnight);
        Assert.Empty(state.Running);
        Assert.Single(state.Unended);

        state = ScheduleChanges.Ended(state, new(workflow, WorkflowExecutionStatus.Failed, null, new() { Message = "x" }));

        Assert.False(state.Schedule.State.Paused);
        Assert.Null(state.LastFailure);
        Assert.Equal(WorkflowExecutionStatus.Failed, Assert.Single(state.Recent).StartWorkflowStatus);
    }

    [Fact]
    public void Jitter_is_the_same_at_every_asking_and_never_as_far_as_the_next_time()
    {
        var state = Hourly(schedule => schedule.Spec.Jitter = HandWorker.Seconds(24 * 3600));
        var other = Hourly(schedule => schedule.Spec.Jitter = HandWorker.Seconds(24 * 3600), "another");
        var times = state.Times.Between(Midnight, Midnight.AddDays(4)).ToArray();

        Assert.Equal(times, state.Times.Between(Midnight, Midnight.AddDays(4)));
        Assert.All(times, time => Assert.InRange((time.Actual - time.Nominal).TotalHours, 0, 0.9999999));
        Assert.All(times, time => Assert.Equal(0, time.Nominal.Minute));
        Assert.True(times.Select(time => time.Actual - time.Nominal).Distinct().Count() > 50);
        Assert.NotEqual(times[0].Actual, other.Times.After(Midnight).First().Actual);
    }

    /// <summary>Temporal's server knows clocks that are put back by an hour only; its documentation knows no exception.</summary>
    [Fact]
    public void A_clock_that_is_put_back_by_half_an_hour_shows_it_twice()
    {
        var state = Hourly(schedule => schedule.Spec = new() { CronString = { "TZ=Australia/Lord_Howe 45 1 * * *" } });

        Assert.Equal(
            ["03 14:45", "04 14:45", "04 15:15", "05 15:15"],
            state.Times.After(HandSchedule.At("2026-04-03T00:00:00Z").ToDateTimeOffset()).Take(4)
                .Select(time => $"{time.Nominal:dd HH:mm}"));
    }

    [Fact]
    public void A_search_for_what_is_excluded_altogether_comes_to_an_end()
    {
        var state = Hourly(schedule =>
        {
            schedule.Spec.Interval[0] = HandSchedule.Every(1);
            schedule.Spec.ExcludeStructuredCalendar.Add(CalendarOf("* * * * * * *"));
        });

        Assert.Empty(state.Times.After(Midnight));
    }

    private static StructuredCalendarSpec CalendarOf(string cron) =>
        PipAi.LocalCloud.Temporal.Schedules.Times.CanonicalSpec.Of(new() { CronString = { cron } }).StructuredCalendar[0];

    private static ScheduleState Hourly(Action<Schedule>? configure = null, string id = "s")
    {
        var schedule = new Schedule { Spec = new() { Interval = { HandSchedule.Every(3600) } }, Action = new() { StartWorkflow = new() } };
        configure?.Invoke(schedule);
        return ScheduleChanges.Create(new() { Namespace = "n", ScheduleId = id, RequestId = "r", Schedule = schedule }, Midnight);
    }

    private static string Numbers(IEnumerable<BufferedStart> starts) => string.Join(' ', starts.Select(start => start.Number));
}

using Temporalio.Api.Enums.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Whether another attempt of an activity follows: the same here and on Temporal's own server.</summary>
public abstract class RetryFacts(IServedTemporal temporal)
{
    [Theory]
    [InlineData(TimeoutType.StartToClose, RetryState.MaximumAttemptsReached)]
    [InlineData(TimeoutType.Heartbeat, RetryState.MaximumAttemptsReached)]
    [InlineData(TimeoutType.ScheduleToClose, RetryState.NonRetryableFailure)]
    public async Task An_attempt_that_takes_too_long_ends_with_what_it_said_last(TimeoutType which, RetryState why)
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync(asked =>
        {
            asked.RetryPolicy = new() { MaximumAttempts = which == TimeoutType.ScheduleToClose ? 0 : 1 };
            if (which == TimeoutType.StartToClose) asked.StartToCloseTimeout = HandWorker.Seconds(1);
            if (which == TimeoutType.Heartbeat) asked.HeartbeatTimeout = HandWorker.Seconds(1);
            if (which == TimeoutType.ScheduleToClose) asked.ScheduleToCloseTimeout = HandWorker.Seconds(1);
        });
        var activity = await hand.ActivityAsync();
        await hand.BeatAsync(activity, "page 7");

        await RunningTemporal.UntilAsync(async () => HandWorker.Types(await hand.HistoryAsync()).Contains(EventType.ActivityTaskTimedOut));

        var ended = (await hand.HistoryAsync()).Single(happened =>
            happened.EventType == EventType.ActivityTaskTimedOut).ActivityTaskTimedOutEventAttributes;
        Assert.Equal((which, why), (ended.Failure.TimeoutFailureInfo.TimeoutType, ended.RetryState));
        Assert.Equal(HandWorker.Said("page 7"), ended.Failure.TimeoutFailureInfo.LastHeartbeatDetails);
        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.BeatAsync(activity)));
        await hand.TerminateAsync();
    }

    [Theory]
    [InlineData("of a type that the policy names", RetryState.NonRetryableFailure)]
    [InlineData("for good", RetryState.NonRetryableFailure)]
    [InlineData("too often", RetryState.MaximumAttemptsReached)]
    [InlineData("when there is no time for another attempt", RetryState.Timeout)]
    public async Task An_activity_that_fails_says_why_it_is_not_tried_again(string how, RetryState why)
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync(asked =>
        {
            asked.RetryPolicy = new() { InitialInterval = HandWorker.Seconds(3600) };
            if (how == "of a type that the policy names") asked.RetryPolicy.NonRetryableErrorTypes.Add("Broken");
            if (how == "too often") asked.RetryPolicy.MaximumAttempts = 1;
            if (how == "when there is no time for another attempt") asked.ScheduleToCloseTimeout = HandWorker.Seconds(60);
        });

        await hand.FailAsync(await hand.ActivityAsync(), forGood: how == "for good");

        var ended = (await hand.HistoryAsync()).Single(happened =>
            happened.EventType == EventType.ActivityTaskFailed).ActivityTaskFailedEventAttributes;
        Assert.Equal((why, "no luck", "hand"), (ended.RetryState, ended.Failure.Message, ended.Identity));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_paused_activity_whose_last_attempt_failed_can_be_let_go_on()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync(asked => asked.RetryPolicy = new()
        {
            MaximumAttempts = 1,
            InitialInterval = HandWorker.Seconds(7),
            BackoffCoefficient = 1.5
        });
        var activity = await hand.ActivityAsync();
        Assert.Equal((7, 1.5), (activity.RetryPolicy.InitialInterval.Seconds, activity.RetryPolicy.BackoffCoefficient));
        await hand.Service.PauseActivityAsync(new() { Namespace = temporal.Namespace, Execution = hand.Execution, Id = "1" });

        await hand.FailAsync(activity);

        var paused = Assert.Single((await hand.DescribeAsync()).PendingActivities);
        Assert.Equal((PendingActivityState.Paused, 2, "no luck"), (paused.State, paused.Attempt, paused.LastFailure.Message));
        await hand.Service.UnpauseActivityAsync(new() { Namespace = temporal.Namespace, Execution = hand.Execution, Id = "1" });
        Assert.Equal(2, (await hand.ActivityAsync()).Attempt);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_failure_may_say_when_the_next_attempt_is_due()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync(asked => asked.RetryPolicy = new() { InitialInterval = HandWorker.Seconds(3600) });
        var failure = HandWorker.Broken("no luck");
        failure.ApplicationFailureInfo.NextRetryDelay = HandWorker.Seconds(7200);

        await hand.Service.RespondActivityTaskFailedAsync(
            new() { Namespace = temporal.Namespace, TaskToken = (await hand.ActivityAsync()).TaskToken, Failure = failure });

        var waiting = Assert.Single((await hand.DescribeAsync()).PendingActivities);
        Assert.Equal(7200, (waiting.NextAttemptScheduleTime - waiting.LastAttemptCompleteTime).Seconds);
        await hand.TerminateAsync();
    }
}

public sealed class RetryTests(RunningTemporal temporal) : RetryFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealRetryTests(ServedDevServer temporal) : RetryFacts(temporal);

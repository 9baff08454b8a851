using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Activities and their attempts, by hand: the same here and on Temporal's own server.</summary>
public abstract class AttemptFacts(IServedTemporal temporal)
{
    [Theory]
    [InlineData("in its queue")]
    [InlineData("for its next attempt")]
    public async Task An_activity_that_is_cancelled_while_it_waits_is_over_at_once(string where)
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync(asked => asked.RetryPolicy = new() { InitialInterval = HandWorker.Seconds(3600) });
        if (where != "in its queue") await hand.FailAsync(await hand.ActivityAsync());
        await hand.SignalAsync("look");

        await hand.CompleteAsync(await hand.TaskAsync(), HandCommands.CancelActivity(5));

        var events = await hand.HistoryAsync();
        var asked = events.Single(happened => happened.EventType == EventType.ActivityTaskCancelRequested);
        var ended = events.Single(happened => happened.EventType == EventType.ActivityTaskCanceled).ActivityTaskCanceledEventAttributes;
        Assert.Equal((5, asked.EventId, "hand"), (ended.ScheduledEventId, ended.LatestCancelRequestedEventId, ended.Identity));
        Assert.Equal("\"ACTIVITY_ID_NOT_STARTED\"", Assert.Single(ended.Details.Payloads_).Data.ToStringUtf8());
        Assert.Empty((await hand.DescribeAsync()).PendingActivities);
        Assert.Contains(EventType.ActivityTaskCanceled, HandWorker.Types((await hand.TaskAsync()).History.Events));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task One_that_its_worker_wants_at_once_comes_with_the_answer_and_again_through_its_queue()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();

        var activity = Assert.Single(await AnswerAsync(hand, Eager(hand)));

        Assert.Equal(
            ("1", "Any", 1, hand.Id),
            (activity.ActivityId, activity.ActivityType.Name, activity.Attempt, activity.WorkflowExecution.WorkflowId));
        var pending = Assert.Single((await hand.DescribeAsync()).PendingActivities);
        Assert.Equal((PendingActivityState.Started, "hand"), (pending.State, pending.LastWorkerIdentity));
        await hand.FailAsync(activity);
        var second = await hand.ActivityAsync();
        Assert.Equal(2, second.Attempt);
        await hand.CompleteAsync(second);
        Assert.Equal("hand", (await hand.TaskAsync()).History.Events.Single(happened => happened.EventType == EventType.ActivityTaskStarted)
            .ActivityTaskStartedEventAttributes.Identity);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task One_that_the_same_answer_cancels_or_whose_workflow_it_ends_does_not()
    {
        var (cancelling, ending) = (new HandWorker(temporal), new HandWorker(temporal));
        await cancelling.StartAsync();
        await ending.StartAsync();

        Assert.Empty(await AnswerAsync(cancelling, Eager(cancelling), HandCommands.CancelActivity(5)));
        Assert.Empty(await AnswerAsync(ending, Eager(ending), HandWorker.Complete()));

        Assert.Empty((await cancelling.DescribeAsync()).PendingActivities);
        await cancelling.TerminateAsync();
    }

    [Fact]
    public async Task Only_what_was_asked_to_cancel_may_say_that_it_did()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync();
        var activity = await hand.ActivityAsync();

        Assert.Equal(RpcException.StatusCode.InvalidArgument, await HandWorker.RefusedAsync(() =>
            hand.Service.RespondActivityTaskCanceledAsync(new() { Namespace = temporal.Namespace, TaskToken = activity.TaskToken })));

        await hand.SignalAsync("look");
        await hand.CompleteAsync(await hand.TaskAsync(), HandCommands.CancelActivity(5));
        Assert.True((await hand.BeatAsync(activity)).CancelRequested);
        Assert.Equal(PendingActivityState.CancelRequested, Assert.Single((await hand.DescribeAsync()).PendingActivities).State);
        await hand.Service.RespondActivityTaskCanceledAsync(
            new()
            {
                Namespace = temporal.Namespace,
                TaskToken = activity.TaskToken,
                Identity = "hand",
                Details = HandWorker.Said("stopped")
            });
        var ended = (await hand.HistoryAsync()).Single(happened =>
            happened.EventType == EventType.ActivityTaskCanceled).ActivityTaskCanceledEventAttributes;
        Assert.Equal((HandWorker.Said("stopped"), "hand"), (ended.Details, ended.Identity));
        await hand.TerminateAsync();
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("fail")]
    [InlineData("cancel")]
    public async Task An_activity_is_finished_from_elsewhere_by_its_id(string how)
    {
        var (hand, space) = (new HandWorker(temporal), temporal.Namespace);
        await hand.StartWithActivityAsync(asked => asked.RetryPolicy = new() { MaximumAttempts = 1 });
        await hand.ActivityAsync();
        var beat = await hand.Service.RecordActivityTaskHeartbeatByIdAsync(
            new() { Namespace = temporal.Namespace, WorkflowId = hand.Id, ActivityId = "1", Details = HandWorker.Said("page 7") });
        Assert.False(beat.CancelRequested);
        Assert.Equal(HandWorker.Said("page 7"), Assert.Single((await hand.DescribeAsync()).PendingActivities).HeartbeatDetails);

        if (how == "complete")
            await hand.Service.RespondActivityTaskCompletedByIdAsync(
                new()
                {
                    Namespace = space,
                    WorkflowId = hand.Id,
                    ActivityId = "1",
                    Identity = "elsewhere",
                    Result = HandWorker.Said("done"),
                });
        else if (how == "fail")
            await hand.Service.RespondActivityTaskFailedByIdAsync(
                new()
                {
                    Namespace = space,
                    WorkflowId = hand.Id,
                    ActivityId = "1",
                    Identity = "elsewhere",
                    Failure = HandWorker.Broken("no luck"),
                });
        else
        {
            await hand.SignalAsync("look");
            await hand.CompleteAsync(await hand.TaskAsync(), HandCommands.CancelActivity(5));
            await hand.Service.RespondActivityTaskCanceledByIdAsync(
                new() { Namespace = temporal.Namespace, WorkflowId = hand.Id, ActivityId = "1", Identity = "elsewhere" });
        }

        var end = (await hand.HistoryAsync()).Single(happened =>
            happened.EventType is EventType.ActivityTaskCompleted or EventType.ActivityTaskFailed or EventType.ActivityTaskCanceled);
        Assert.Equal("elsewhere",
            end.ActivityTaskCompletedEventAttributes?.Identity ?? end.ActivityTaskFailedEventAttributes?.Identity
                ?? end.ActivityTaskCanceledEventAttributes.Identity);
        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() =>
            hand.Service.RecordActivityTaskHeartbeatByIdAsync(
            new() { Namespace = temporal.Namespace, WorkflowId = hand.Id, ActivityId = "1" })));
        await hand.TerminateAsync();
    }

    [Theory]
    [InlineData("its workflow ended")]
    [InlineData("its attempt failed")]
    [InlineData("it was completed")]
    public async Task A_worker_whose_attempt_is_over_is_told_that_it_is_not_found(string why)
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync(asked => asked.RetryPolicy = new() { InitialInterval = HandWorker.Seconds(3600) });
        var activity = await hand.ActivityAsync();
        if (why == "its workflow ended") await hand.TerminateAsync();
        else if (why == "its attempt failed") await hand.FailAsync(activity);
        else await hand.CompleteAsync(activity);

        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.BeatAsync(activity)));
        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.CompleteAsync(activity)));
        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.FailAsync(activity)));
        if (why != "its workflow ended") await hand.TerminateAsync();
    }

    [Fact]
    public async Task An_attempt_hears_what_the_one_before_said_last_and_history_keeps_why_that_failed()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync(asked => asked.RetryPolicy = new() { InitialInterval = HandWorker.Seconds(1) });
        var first = await hand.ActivityAsync();
        await hand.BeatAsync(first, "page 7");
        await hand.Service.RespondActivityTaskFailedAsync(new()
        {
            Namespace = temporal.Namespace,
            TaskToken = first.TaskToken,
            Failure = HandWorker.Broken("no luck"),
            LastHeartbeatDetails = HandWorker.Said("page 8"),
        });

        var second = await hand.ActivityAsync();

        Assert.Equal((2, HandWorker.Said("page 8")), (second.Attempt, second.HeartbeatDetails));
        Assert.Equal(first.ScheduledTime, second.ScheduledTime);
        await hand.CompleteAsync(second);
        var started = (await hand.HistoryAsync()).Single(happened =>
            happened.EventType == EventType.ActivityTaskStarted).ActivityTaskStartedEventAttributes;
        Assert.Equal((2, "no luck", "hand"), (started.Attempt, started.LastFailure.Message, started.Identity));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_sign_of_life_without_words_takes_the_place_of_what_was_said_before()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync();
        var activity = await hand.ActivityAsync();
        await hand.BeatAsync(activity, "page 7");

        await hand.BeatAsync(activity);

        Assert.Null(Assert.Single((await hand.DescribeAsync()).PendingActivities).HeartbeatDetails);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task An_activity_that_no_worker_has_can_be_completed_by_its_id_and_nothing_else()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync();

        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() =>
            hand.Service.RecordActivityTaskHeartbeatByIdAsync(
            new() { Namespace = temporal.Namespace, WorkflowId = hand.Id, ActivityId = "1" })));
        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.Service.RespondActivityTaskFailedByIdAsync(
            new() { Namespace = temporal.Namespace, WorkflowId = hand.Id, ActivityId = "1", Failure = HandWorker.Broken("no luck") })));
        await hand.Service.RespondActivityTaskCompletedByIdAsync(
            new() { Namespace = temporal.Namespace, WorkflowId = hand.Id, ActivityId = "1", Identity = "elsewhere" });
        var started = (await hand.HistoryAsync()).Single(happened => happened.EventType == EventType.ActivityTaskStarted);
        Assert.Equal("elsewhere", started.ActivityTaskStartedEventAttributes.Identity);
        await hand.TerminateAsync();
    }

    private static Command Eager(HandWorker hand) => hand.Activity(asked =>
    {
        asked.RequestEagerExecution = true;
        asked.RetryPolicy = new() { InitialInterval = HandWorker.Seconds(1) };
    });

    private async Task<IReadOnlyList<PollActivityTaskQueueResponse>> AnswerAsync(HandWorker hand, params Command[] commands)
    {
        var answer = new RespondWorkflowTaskCompletedRequest
        {
            Namespace = temporal.Namespace,
            TaskToken = (await hand.TaskAsync()).TaskToken,
            Identity = "hand",
        };
        answer.Commands.AddRange(commands);
        return (await hand.Service.RespondWorkflowTaskCompletedAsync(answer)).ActivityTasks;
    }
}

public sealed class AttemptTests(RunningTemporal temporal) : AttemptFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealAttemptTests(ServedDevServer temporal) : AttemptFacts(temporal);

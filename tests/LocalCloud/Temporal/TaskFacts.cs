using Google.Protobuf;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Query.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What workers are told and what histories keep of them: the same here and on Temporal's own server.</summary>
public abstract class TaskFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task A_query_goes_with_the_workflow_task_that_is_under_way_and_does_not_wait_for_the_last()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        var task = await hand.TaskAsync();
        var query = hand.Service.QueryWorkflowAsync(
            new() { Namespace = temporal.Namespace, Execution = hand.Execution, Query = new() { QueryType = "any" } });

        // A workflow whose tasks follow each other without a pause, as with a long local activity, must answer all the same.
        while (task.Queries.Count == 0)
        {
            await hand.AnswerAsync(task, answer => answer.ForceCreateNewWorkflowTask = true);
            task = await hand.TaskAsync();
        }
        var asked = Assert.Single(task.Queries);
        Assert.Equal("any", asked.Value.QueryType);
        await hand.AnswerAsync(task, answer => answer.QueryResults.Add(
            asked.Key,
            new WorkflowQueryResult
            {
                ResultType = QueryResultType.Answered,
                Answer = new() { Payloads_ = { HandWorker.Text("answered") } },
            }));

        Assert.Equal(HandWorker.Text("answered"), Assert.Single((await query).QueryResult.Payloads_));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task An_activitys_start_has_the_time_at_which_a_worker_took_it()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync();
        var activity = await hand.ActivityAsync();
        await hand.SignalAsync("later");
        await hand.Service.RespondActivityTaskCompletedAsync(new() { Namespace = temporal.Namespace, TaskToken = activity.TaskToken });

        var events = await hand.HistoryAsync();

        var started = Assert.Single(events, happened => happened.EventType == EventType.ActivityTaskStarted);
        Assert.Equal(activity.StartedTime, started.EventTime);
        Assert.True(
            started.EventTime.ToDateTime() < events.Single(happened => happened.EventType == EventType.ActivityTaskCompleted).EventTime
                .ToDateTime());
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task The_build_of_the_worker_that_completed_a_task_is_kept()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.AnswerAsync(await hand.TaskAsync(), answer =>
            answer.MergeFrom(
                JsonParser.Default.Parse<RespondWorkflowTaskCompletedRequest>("""{ "workerVersionStamp": { "buildId": "build-7" } }""")));

        var completed = Assert.Single(await hand.HistoryAsync(), happened => happened.EventType == EventType.WorkflowTaskCompleted);

        Assert.Contains("""
            "workerVersion": { "buildId": "build-7" }
            """, completed.ToString(), StringComparison.Ordinal);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_timeout_of_a_workflow_that_is_not_set_stays_unset()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync(start => start.WorkflowTaskTimeout = null);

        var started = (await hand.HistoryAsync())[0].WorkflowExecutionStartedEventAttributes;

        Assert.Equal((null, null, 10), (started.WorkflowExecutionTimeout, started.WorkflowRunTimeout, started.WorkflowTaskTimeout.Seconds));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task Unset_timeouts_of_an_activity_are_deduced()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync(start => start.WorkflowRunTimeout = HandWorker.Seconds(600));
        await hand.CompleteAsync(await hand.TaskAsync(), hand.Activity(asked => asked.HeartbeatTimeout = HandWorker.Seconds(90)));

        var scheduled = (await hand.HistoryAsync()).Single(
            happened => happened.EventType == EventType.ActivityTaskScheduled).ActivityTaskScheduledEventAttributes;

        Assert.Equal(
            (600, 600, 60, 60),
            (scheduled.ScheduleToCloseTimeout.Seconds, scheduled.ScheduleToStartTimeout.Seconds, scheduled.StartToCloseTimeout.Seconds,
                scheduled.HeartbeatTimeout.Seconds));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_first_attempt_is_scheduled_with_its_activity()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync();

        var activity = await hand.ActivityAsync();

        Assert.Equal(activity.ScheduledTime, activity.CurrentAttemptScheduledTime);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task An_answer_of_which_one_command_is_wrong_is_refused_as_a_whole_and_the_task_is_tried_again()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        var task = await hand.TaskAsync();

        var refused = await HandWorker.RefusedAsync(
            () => hand.CompleteAsync(task, HandWorker.Timer(), new Command { CommandType = CommandType.StartTimer }));

        Assert.Equal(RpcException.StatusCode.InvalidArgument, refused);
        Assert.Equal(
            [
                EventType.WorkflowExecutionStarted,
                EventType.WorkflowTaskScheduled,
                EventType.WorkflowTaskStarted,
                EventType.WorkflowTaskFailed,
            ],
            HandWorker.Types(await hand.HistoryAsync()).Take(4));
        var again = await hand.TaskAsync();
        Assert.Equal(2, again.Attempt);
        await hand.CompleteAsync(again, HandWorker.Complete());
        Assert.DoesNotContain(EventType.TimerStarted, HandWorker.Types(await hand.HistoryAsync()));
        Assert.Equal(WorkflowExecutionStatus.Completed, (await hand.DescribeAsync()).WorkflowExecutionInfo.Status);
    }

    [Fact]
    public async Task An_activity_that_no_worker_took_in_time_says_so()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync(asked => asked.ScheduleToStartTimeout = HandWorker.Seconds(1));

        await RunningTemporal.UntilAsync(async () => HandWorker.Types(await hand.HistoryAsync()).Contains(EventType.ActivityTaskTimedOut));

        var timedOut = (await hand.HistoryAsync()).Single(
            happened => happened.EventType == EventType.ActivityTaskTimedOut).ActivityTaskTimedOutEventAttributes;
        Assert.Equal(RetryState.NonRetryableFailure, timedOut.RetryState);
        Assert.Equal(TimeoutType.ScheduleToStart, timedOut.Failure.TimeoutFailureInfo.TimeoutType);
        await hand.TerminateAsync();
    }
}

public sealed class TaskTests(RunningTemporal temporal) : TaskFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealTaskTests(ServedDevServer temporal) : TaskFacts(temporal);

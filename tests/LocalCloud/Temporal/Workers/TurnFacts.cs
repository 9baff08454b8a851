using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>A workflow's turns: tasks, timers, limits; the same here and on Temporal's own server.</summary>
public abstract class TurnFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task A_timer_fires_once_and_a_cancelled_one_never()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();

        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Timer("short", 1), HandWorker.Timer("long"),
            HandWorker.Timer("other"), HandCommands.CancelTimer("other"));

        var task = await hand.TaskAsync();
        Assert.Equal(
            [
                EventType.TimerStarted, EventType.TimerStarted, EventType.TimerStarted, EventType.TimerCanceled, EventType.TimerFired,
                EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted,
            ],
            HandWorker.Types(task.History.Events).Skip(4));
        var fired = task.History.Events[8].TimerFiredEventAttributes;
        Assert.Equal(("short", 5), (fired.TimerId, fired.StartedEventId));
        Assert.Equal(("other", 7), (task.History.Events[7].TimerCanceledEventAttributes.TimerId,
            task.History.Events[7].TimerCanceledEventAttributes.StartedEventId));
        await hand.CompleteAsync(task, HandCommands.CancelTimer("long"));
        Assert.Equal([EventType.WorkflowTaskCompleted, EventType.TimerCanceled], HandWorker.Types(await hand.HistoryAsync()).Skip(11));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_task_that_a_worker_gives_back_is_told_once_and_tried_again()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var task = await hand.TaskAsync();
            Assert.Equal(attempt, task.Attempt);
            await hand.Service.RespondWorkflowTaskFailedAsync(new()
            {
                Namespace = temporal.Namespace,
                TaskToken = task.TaskToken,
                Identity = "hand",
                Cause = WorkflowTaskFailedCause.NonDeterministicError,
                Failure = new() { Message = "a bug", ApplicationFailureInfo = new() { Type = "Bug" } },
            });
        }

        var failed = Assert.Single(await hand.HistoryAsync(),
            happened => happened.EventType == EventType.WorkflowTaskFailed).WorkflowTaskFailedEventAttributes;
        Assert.Equal((2, 3, WorkflowTaskFailedCause.NonDeterministicError, "a bug", "hand"),
            (failed.ScheduledEventId, failed.StartedEventId, failed.Cause, failed.Failure.Message, failed.Identity));
        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Complete());
        Assert.Equal([1, 4], (await hand.HistoryAsync()).Where(happened => happened.EventType == EventType.WorkflowTaskScheduled)
            .Select(happened => happened.WorkflowTaskScheduledEventAttributes.Attempt));
    }

    [Fact]
    public async Task A_task_that_failed_begins_anew_when_something_happened_since()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        var task = await hand.TaskAsync();
        await hand.SignalAsync("during the first");
        await FailAsync(hand, task);

        task = await hand.TaskAsync();
        Assert.Equal((1, 7), (task.Attempt, task.StartedEventId));
        await FailAsync(hand, task);
        await hand.SignalAsync("before the second");

        task = await hand.TaskAsync();
        Assert.Equal((1, 11), (task.Attempt, task.StartedEventId));
        Assert.Equal(
            [
                EventType.WorkflowTaskFailed, EventType.WorkflowExecutionSignaled, EventType.WorkflowTaskScheduled,
                EventType.WorkflowTaskStarted,
                EventType.WorkflowTaskFailed, EventType.WorkflowExecutionSignaled, EventType.WorkflowTaskScheduled,
                EventType.WorkflowTaskStarted,
            ],
            HandWorker.Types(await hand.HistoryAsync()).Skip(3));
        await hand.CompleteAsync(task, HandWorker.Complete());
    }

    [Fact]
    public async Task A_task_that_a_worker_keeps_too_long_goes_to_another_and_its_answer_is_not_taken()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync(start => start.WorkflowTaskTimeout = HandWorker.Seconds(2));
        var kept = await hand.TaskAsync();

        var again = await hand.TaskAsync();

        Assert.Equal(2, again.Attempt);
        var timedOut = again.History.Events[3].WorkflowTaskTimedOutEventAttributes;
        Assert.Equal((2, 3, TimeoutType.StartToClose), (timedOut.ScheduledEventId, timedOut.StartedEventId, timedOut.TimeoutType));
        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.CompleteAsync(kept,
            HandWorker.Complete())));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_worker_is_told_when_a_history_is_so_long_that_its_workflow_should_continue_as_new()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        var task = await hand.TaskAsync();
        Assert.False(task.History.Events[^1].WorkflowTaskStartedEventAttributes.SuggestContinueAsNew);

        await hand.AnswerAsync(task, answer =>
        {
            answer.Commands.Add(Enumerable.Repeat(HandCommands.Marker(), 4096));
            answer.ForceCreateNewWorkflowTask = true;
        });

        task = await hand.TaskAsync();
        var events = task.History.Events.ToList();
        for (var page = task.NextPageToken; !page.IsEmpty;)
        {
            var next = await hand.Service.GetWorkflowExecutionHistoryAsync(
                new() { Namespace = temporal.Namespace, Execution = task.WorkflowExecution, NextPageToken = page });
            events.AddRange(next.History.Events);
            page = next.NextPageToken;
        }
        var started = events[^1];
        Assert.Equal(4 + 4096 + 2, events.Count);
        Assert.Equal(task.StartedEventId, started.EventId);
        Assert.True(started.WorkflowTaskStartedEventAttributes.SuggestContinueAsNew);
        Assert.True(started.WorkflowTaskStartedEventAttributes.HistorySizeBytes > 4096);
        await hand.CompleteAsync(task, HandWorker.Complete());
    }

    [Fact]
    public async Task What_happens_during_a_workers_turn_comes_with_the_next_in_the_order_in_which_it_happened()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        var task = await hand.TaskAsync();
        foreach (var name in (string[])["first", "second", "third"]) await hand.SignalAsync(name);

        await hand.CompleteAsync(task, HandWorker.Timer());

        var next = await hand.TaskAsync();
        Assert.Equal(["first", "second", "third"], Signals(next));
        Assert.Equal(
            [
                EventType.WorkflowTaskCompleted, EventType.TimerStarted, EventType.WorkflowExecutionSignaled,
                EventType.WorkflowExecutionSignaled,
                EventType.WorkflowExecutionSignaled, EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted,
            ],
            HandWorker.Types(next.History.Events).Skip(3));
        await hand.CompleteAsync(next, HandWorker.Complete());
    }

    [Fact]
    public async Task A_workflow_that_ended_takes_no_more_signals()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Complete());

        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.SignalAsync("late")));
        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.TerminateAsync()));
    }

    [Fact]
    public async Task A_signal_that_is_repeated_is_heard_once()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        var signal = new SignalWorkflowExecutionRequest
        {
            Namespace = temporal.Namespace,
            WorkflowExecution = hand.Execution,
            SignalName = "hello",
            RequestId = Guid.NewGuid().ToString(),
            Header = new() { Fields = { ["trace"] = HandWorker.Text("7") } },
            Identity = "caller",
        };

        await hand.Service.SignalWorkflowExecutionAsync(signal);
        await hand.Service.SignalWorkflowExecutionAsync(signal);

        var heard = Assert.Single((await hand.TaskAsync()).History.Events,
            happened => happened.EventType == EventType.WorkflowExecutionSignaled);
        Assert.Equal((HandWorker.Text("7"), "caller"), (heard.WorkflowExecutionSignaledEventAttributes.Header.Fields["trace"],
            heard.WorkflowExecutionSignaledEventAttributes.Identity));
        await hand.TerminateAsync();
    }

    private Task<RespondWorkflowTaskFailedResponse> FailAsync(HandWorker hand, PollWorkflowTaskQueueResponse task) =>
        hand.Service.RespondWorkflowTaskFailedAsync(new() { Namespace = temporal.Namespace, TaskToken = task.TaskToken });

    private static IEnumerable<string> Signals(PollWorkflowTaskQueueResponse task) => task.History.Events
        .Where(happened => happened.EventType == EventType.WorkflowExecutionSignaled).Select(happened =>
            happened.WorkflowExecutionSignaledEventAttributes.SignalName);
}

public sealed class TurnTests(RunningTemporal temporal) : TurnFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealTurnTests(ServedDevServer temporal) : TurnFacts(temporal);

using Temporalio.Api.Enums.V1;
using Temporalio.Worker;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class RestartTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Fact]
    public async Task Workflows_go_on_after_the_service_was_restarted_and_their_worker_need_not_be()
    {
        var queue = RunningTemporal.Unique("queue");
        var (loopId, talkId) = (RunningTemporal.Unique("loop"), RunningTemporal.Unique("talk"));
        using var worker = temporal.Worker(queue);
        await worker.ExecuteAsync(async () =>
        {
            var loop = await temporal.Client.StartWorkflowAsync((Loop loop) => loop.RunAsync(4, 200), new(loopId, queue));
            var talk = await temporal.Client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), new(talkId, queue));
            await talk.SignalAsync(talk => talk.HearAsync("before"));
            await RunningTemporal.UntilAsync(async () => await loop.QueryAsync(loop => loop.Turn()) > 0);

            await temporal.RestartAsync();

            await talk.SignalAsync(talk => talk.HearAsync("after"));
            await talk.SignalAsync(talk => talk.FinishAsync());
            Assert.Equal("before,after total 0", await talk.GetResultAsync());
            Assert.Equal("4 turns", await loop.GetResultAsync());
        }).WaitAsync(TimeSpan.FromSeconds(90));

        await ReplayAsync(loopId);
        await ReplayAsync(talkId);
    }

    [Fact]
    public async Task A_signal_is_kept_though_the_service_ends_while_a_worker_is_at_its_turn()
    {
        var queue = RunningTemporal.Unique("queue");
        var id = RunningTemporal.Unique("talk");
        var talk = await temporal.Client.StartWorkflowAsync(
            (Conversation talk) => talk.RunAsync(), new(id, queue) { TaskTimeout = TimeSpan.FromMinutes(1) });
        var task = await temporal.TakeWorkflowTaskAsync(queue);
        await talk.SignalAsync(talk => talk.HearAsync("held back"));
        Assert.DoesNotContain(
            (await talk.FetchHistoryAsync()).Events, happened => happened.EventType == EventType.WorkflowExecutionSignaled);

        await temporal.RestartAsync();

        await temporal.FailWorkflowTaskAsync(task);
        using var worker = temporal.Worker(queue);
        await worker.ExecuteAsync(async () =>
        {
            await talk.SignalAsync(talk => talk.FinishAsync());
            Assert.Equal("held back total 0", await talk.GetResultAsync());
        }).WaitAsync(TimeSpan.FromSeconds(90));
        await ReplayAsync(id);
    }

    [Fact]
    public async Task An_activity_keeps_its_attempts_and_its_worker_over_a_restart()
    {
        var queue = RunningTemporal.Unique("queue");
        var id = RunningTemporal.Unique("errand");
        using var decider = temporal.Worker(queue, options => options.LocalActivityWorkerOnly = true);
        await decider.ExecuteAsync(async () =>
        {
            var errand = await temporal.Client.StartWorkflowAsync((Patient workflow) => workflow.RunAsync(), new(id, queue));
            var first = await temporal.TakeActivityTaskAsync(queue);
            await temporal.Client.WorkflowService.RespondActivityTaskFailedAsync(
                new()
                {
                    Namespace = temporal.Namespace,
                    TaskToken = first.TaskToken,
                    Failure = new() { Message = "once", ApplicationFailureInfo = new() },
                });
            var second = await temporal.TakeActivityTaskAsync(queue);

            await temporal.RestartAsync();

            var pending = Assert.Single((await temporal.DescribeAsync(id)).PendingActivities);
            Assert.Equal((2, PendingActivityState.Started), (pending.Attempt, pending.State));
            await temporal.Client.WorkflowService.RespondActivityTaskCompletedAsync(
                new() { Namespace = temporal.Namespace, TaskToken = second.TaskToken });
            Assert.Equal("not cancelled", await errand.GetResultAsync());
        }).WaitAsync(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task A_start_request_that_is_repeated_after_a_restart_finds_its_run()
    {
        var hand = new HandWorker(temporal);
        var request = hand.Start();
        var first = (await hand.Service.StartWorkflowExecutionAsync(request)).RunId;
        await temporal.RestartAsync();
        Assert.Equal(first, (await hand.Service.StartWorkflowExecutionAsync(request)).RunId);

        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Complete());
        await temporal.RestartAsync();
        Assert.Equal(first, (await hand.Service.StartWorkflowExecutionAsync(request)).RunId);
    }

    [Fact]
    public async Task An_activity_keeps_its_pause_and_what_it_said_last_over_a_restart()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync(asked => asked.RetryPolicy = new() { InitialInterval = HandWorker.Seconds(3600) });
        var first = await hand.ActivityAsync();
        var said = new Temporalio.Api.Common.V1.Payloads { Payloads_ = { HandWorker.Text("page 7") } };
        await hand.Service.RecordActivityTaskHeartbeatAsync(
            new() { Namespace = temporal.Namespace, TaskToken = first.TaskToken, Details = said });
        await temporal.RestartAsync();
        Assert.Equal(said, Assert.Single((await hand.DescribeAsync()).PendingActivities).HeartbeatDetails);
        await hand.Service.RespondActivityTaskFailedAsync(
            new()
            {
                Namespace = temporal.Namespace,
                TaskToken = first.TaskToken,
                Failure = new() { Message = "once", ApplicationFailureInfo = new() },
            });
        var before = Assert.Single((await hand.DescribeAsync()).PendingActivities);

        await temporal.RestartAsync();

        var after = Assert.Single((await hand.DescribeAsync()).PendingActivities);
        Assert.Equal(before, after);
        Assert.Equal(TimeSpan.FromHours(1), after.NextAttemptScheduleTime.ToDateTime() - after.LastAttemptCompleteTime.ToDateTime());
    }

    [Fact]
    public async Task A_worker_may_answer_a_later_attempt_of_its_task_after_a_restart()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await temporal.FailWorkflowTaskAsync(await hand.TaskAsync());
        var second = await hand.TaskAsync();
        Assert.Equal(2, second.Attempt);

        await temporal.RestartAsync();

        await hand.CompleteAsync(second, HandWorker.Complete());
        Assert.Equal(
            [
                EventType.WorkflowExecutionStarted, EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted,
                EventType.WorkflowTaskFailed,
                EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted, EventType.WorkflowTaskCompleted,
                EventType.WorkflowExecutionCompleted,
            ],
            HandWorker.Types(await hand.HistoryAsync()));
    }

    [Fact]
    public async Task A_history_whose_last_record_was_cut_off_is_read_up_to_it()
    {
        var id = RunningTemporal.Unique("talk");
        var talk = await temporal.Client.StartWorkflowAsync(
            (Conversation talk) => talk.RunAsync(), new(id, RunningTemporal.Unique("queue")));
        await talk.SignalAsync(talk => talk.HearAsync("whole"));
        await temporal.StopAsync();
        var journal = Path.Combine(temporal.Folder, "histories", temporal.Namespace, talk.ResultRunId + ".journal");
        await using (var file = new FileStream(journal, FileMode.Append)) file.Write([200, 1, 8, 3]);

        await temporal.RestartAsync();
        await talk.SignalAsync(talk => talk.HearAsync("again"));
        await temporal.RestartAsync();

        var events = (await talk.FetchHistoryAsync()).Events;
        Assert.Equal(2, events.Count(happened => happened.EventType == EventType.WorkflowExecutionSignaled));
    }

    private async Task ReplayAsync(string id)
    {
        var options = new WorkflowReplayerOptions();
        TestWorkflows.AddTo(options);
        await new WorkflowReplayer(options).ReplayWorkflowAsync(await temporal.Client.GetWorkflowHandle(id).FetchHistoryAsync());
    }
}

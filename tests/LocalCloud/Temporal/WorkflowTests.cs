using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class WorkflowTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Fact]
    public async Task Signals_queries_and_updates_reach_a_workflow_and_a_closed_one_still_answers_queries()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync(
                (Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), queue));
            await handle.SignalAsync(talk => talk.HearAsync("a"));
            await handle.SignalAsync(talk => talk.HearAsync("b"));
            Assert.Equal("a,b", await handle.QueryAsync(talk => talk.Heard()));
            Assert.Equal(5, await handle.ExecuteUpdateAsync(talk => talk.AddAsync(5)));
            await handle.SignalAsync(talk => talk.FinishAsync());
            Assert.Equal("a,b total 5", await handle.GetResultAsync());
            Assert.Equal("a,b", await handle.QueryAsync(talk => talk.Heard()));
            return 0;
        });
    }

    [Fact]
    public async Task An_update_is_accepted_now_and_completed_later()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync(
                (Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), queue));

            var update = await handle.StartUpdateAsync(talk => talk.AddAsync(2), new(WorkflowUpdateStage.Accepted));

            Assert.Equal(2, await update.GetResultAsync());
            return 0;
        });
    }

    [Fact]
    public async Task A_rejected_update_fails_its_caller_and_leaves_nothing_in_the_history()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync(
                (Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), queue));

            var failure = await Assert.ThrowsAsync<WorkflowUpdateFailedException>(
                () => handle.ExecuteUpdateAsync(talk => talk.AddAsync(-1)));

            Assert.Equal("numbers must not be negative", failure.InnerException!.Message);
            var history = await handle.FetchHistoryAsync();
            Assert.DoesNotContain(history.Events, happened => happened.EventType == EventType.WorkflowExecutionUpdateAccepted);
            return 0;
        });
    }

    [Fact]
    public async Task A_query_that_breaks_fails_its_caller_only()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync(
                (Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), queue));

            var failure = await Assert.ThrowsAsync<WorkflowQueryFailedException>(() => handle.QueryAsync(talk => talk.Breaks()));

            Assert.Equal("the query broke", failure.Message);
            Assert.Equal(WorkflowExecutionStatus.Running, (await handle.DescribeAsync()).Status);
            return 0;
        });
    }

    [Fact]
    public async Task A_result_is_followed_across_continue_as_new()
    {
        var id = RunningTemporal.Unique("relay");

        var result = await temporal.WithWorkerAsync(queue =>
            temporal.Client.ExecuteWorkflowAsync((Relay relay) => relay.RunAsync(4, 0), new(id, queue)));

        Assert.Equal("5 runs", result);
        Assert.Equal(5, (await temporal.Client.CountWorkflowsAsync($"WorkflowId = '{id}'")).Count);
    }

    [Fact]
    public async Task No_signal_is_lost_between_runs_when_signals_race_continue_as_new()
    {
        const int Wanted = 100;
        await temporal.WithWorkerAsync(async queue =>
        {
            var id = RunningTemporal.Unique("count");
            await temporal.Client.StartWorkflowAsync((SignalCounter counter) => counter.RunAsync(0, Wanted), new(id, queue));
            var handle = temporal.Client.GetWorkflowHandle<SignalCounter, int>(id);
            for (var sent = 0; sent < Wanted; sent++) await handle.SignalAsync(counter => counter.CountAsync());
            Assert.Equal(Wanted, await handle.GetResultAsync());

            var causes = new List<WorkflowTaskFailedCause>();
            await foreach (var run in temporal.Client.ListWorkflowsAsync($"WorkflowId = '{id}'"))
            {
                var history = await temporal.Client.GetWorkflowHandle(id, run.RunId).FetchHistoryAsync();
                causes.AddRange(history.Events.Where(happened => happened.EventType == EventType.WorkflowTaskFailed)
                    .Select(happened => happened.WorkflowTaskFailedEventAttributes.Cause));
            }
            Assert.All(causes, cause => Assert.Equal(WorkflowTaskFailedCause.UnhandledCommand, cause));
            return 0;
        });
    }

    [Fact]
    public async Task Local_activity_patch_memo_search_attribute_and_a_cancelled_timer_work_together()
    {
        var id = RunningTemporal.Unique("diary");

        var result = await temporal.WithWorkerAsync(queue =>
            temporal.Client.ExecuteWorkflowAsync((Diary diary) => diary.RunAsync(), new(id, queue)));

        Assert.Equal("local, patched True, memo written, timer given up", result);
        var description = await temporal.Client.GetWorkflowHandle(id).DescribeAsync();
        Assert.Equal("good", await description.Memo["mood"].ToValueAsync<string>());
        Assert.Equal(1, (await temporal.Client.CountWorkflowsAsync($"Customer = 'acme' AND WorkflowId = '{id}'")).Count);
    }

    [Fact]
    public async Task A_workflow_with_a_retry_policy_begins_again_when_it_fails()
    {
        Assert.Equal("lucky at attempt 2", await temporal.WithWorkerAsync(queue => temporal.Client.ExecuteWorkflowAsync(
            (SecondTimeLucky workflow) => workflow.RunAsync(),
            new(RunningTemporal.Unique("lucky"), queue) { RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(50) } })));
    }

    [Fact]
    public async Task A_workflow_task_that_fails_is_repeated_until_the_bug_is_gone()
    {
        var id = RunningTemporal.Unique("buggy");

        var result = await temporal.WithWorkerAsync(queue => temporal.Client.ExecuteWorkflowAsync(
            (Buggy workflow) => workflow.RunAsync(), new(id, queue)));

        Assert.Equal("fixed", result);
        var history = await temporal.Client.GetWorkflowHandle(id).FetchHistoryAsync();
        Assert.Single(history.Events, happened => happened.EventType == EventType.WorkflowTaskFailed);
    }

    [Fact]
    public async Task A_workflow_task_that_is_lost_after_it_failed_is_repeated_and_leaves_nothing_more_in_the_history()
    {
        var queue = RunningTemporal.Unique("queue");
        var relay = await temporal.Client.StartWorkflowAsync(
            (Relay relay) => relay.RunAsync(0, 0), new(RunningTemporal.Unique("relay"), queue) { TaskTimeout = TimeSpan.FromSeconds(2) });
        await temporal.FailWorkflowTaskAsync(await temporal.TakeWorkflowTaskAsync(queue));
        Assert.Equal(2, (await temporal.TakeWorkflowTaskAsync(queue)).Attempt);

        using var worker = temporal.Worker(queue);
        await worker.ExecuteAsync(async () => Assert.Equal("1 runs", await relay.GetResultAsync())).WaitAsync(TimeSpan.FromSeconds(90));

        var events = (await relay.FetchHistoryAsync()).Events;
        Assert.Single(events.TakeWhile(happened => happened.EventType != EventType.WorkflowTaskCompleted),
            happened => happened.EventType is EventType.WorkflowTaskFailed or EventType.WorkflowTaskTimedOut);
    }

    [Fact]
    public async Task A_local_activity_may_outlast_the_workflow_task()
    {
        Assert.Equal("slept 2500", await temporal.WithWorkerAsync(queue => temporal.Client.ExecuteWorkflowAsync(
            (Homework workflow) => workflow.RunAsync(2500),
            new(RunningTemporal.Unique("homework"), queue) { TaskTimeout = TimeSpan.FromSeconds(2) })));
    }

    [Fact]
    public async Task A_terminated_workflow_and_one_whose_time_is_over_fail_their_callers()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var terminated = await temporal.Client.StartWorkflowAsync(
                (Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), queue));
            var expired = await temporal.Client.StartWorkflowAsync(
                (Conversation talk) => talk.RunAsync(),
                new(RunningTemporal.Unique("talk"), queue) { RunTimeout = TimeSpan.FromMilliseconds(300) });
            await terminated.TerminateAsync("enough");

            var first = await Assert.ThrowsAsync<WorkflowFailedException>(() => terminated.GetResultAsync());
            var second = await Assert.ThrowsAsync<WorkflowFailedException>(() => expired.GetResultAsync());

            Assert.IsType<TerminatedFailureException>(first.InnerException);
            Assert.IsType<TimeoutFailureException>(second.InnerException);
            return 0;
        });
    }

    [Fact]
    public async Task A_workflow_id_is_used_once_at_a_time_and_policies_say_what_happens_instead()
    {
        var id = RunningTemporal.Unique("once");
        WorkflowOptions options = new(id, "a-queue-without-workers");
        var first = await temporal.Client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), options);

        await Assert.ThrowsAsync<WorkflowAlreadyStartedException>(() =>
            temporal.Client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), options));
        var same = await temporal.Client.StartWorkflowAsync(
            (Conversation talk) => talk.RunAsync(),
            new(id, "a-queue-without-workers") { IdConflictPolicy = WorkflowIdConflictPolicy.UseExisting });
        Assert.Equal(first.ResultRunId, same.ResultRunId);
        var other = await temporal.Client.StartWorkflowAsync(
            (Conversation talk) => talk.RunAsync(),
            new(id, "a-queue-without-workers") { IdConflictPolicy = WorkflowIdConflictPolicy.TerminateExisting });

        Assert.NotEqual(first.ResultRunId, other.ResultRunId);
        Assert.Equal(
            WorkflowExecutionStatus.Terminated, (await temporal.Client.GetWorkflowHandle(id, first.ResultRunId).DescribeAsync()).Status);
        var missing = await Assert.ThrowsAsync<RpcException>(() => temporal.Client.GetWorkflowHandle("never-started").DescribeAsync());
        Assert.Equal(RpcException.StatusCode.NotFound, missing.Code);
    }
}

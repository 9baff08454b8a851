using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What an operator of documents does to workflows: the same here and on Temporal's own server.</summary>
public abstract class OperatorFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task A_workflow_is_reset_to_a_workflow_task_and_keeps_what_came_from_outside()
    {
        var hand = new HandWorker(temporal);
        var first = await hand.StartAsync();
        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Timer());
        await hand.SignalAsync("after");

        var reset = await hand.Service.ResetWorkflowExecutionAsync(new()
        {
            Namespace = temporal.Namespace,
            WorkflowExecution = hand.Execution,
            WorkflowTaskFinishEventId = 4,
            Reason = "a bug is mended",
            RequestId = Guid.NewGuid().ToString(),
        });
        var task = await hand.TaskAsync();

        Assert.Equal(reset.RunId, task.WorkflowExecution.RunId);
        Assert.Equal(
            [
                EventType.WorkflowExecutionStarted, EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted,
                EventType.WorkflowTaskFailed,
                EventType.WorkflowExecutionSignaled, EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted,
            ],
            HandWorker.Types(task.History.Events));
        var failed = task.History.Events[3].WorkflowTaskFailedEventAttributes;
        Assert.Equal((WorkflowTaskFailedCause.ResetWorkflow, first, reset.RunId), (failed.Cause, failed.BaseRunId, failed.NewRunId));
        Assert.Equal(WorkflowExecutionStatus.Terminated, (await hand.DescribeAsync(first)).WorkflowExecutionInfo.Status);
        await hand.CompleteAsync(task, HandWorker.Complete());
        Assert.Equal(WorkflowExecutionStatus.Completed, (await hand.DescribeAsync()).WorkflowExecutionInfo.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(99)]
    public async Task A_history_is_cut_at_workflow_tasks_only(int eventId)
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Timer());
        await hand.CompleteAsync(await SignalledAsync(hand));

        var refused = await HandWorker.RefusedAsync(() => hand.Service.ResetWorkflowExecutionAsync(new()
        {
            Namespace = temporal.Namespace,
            WorkflowExecution = hand.Execution,
            WorkflowTaskFinishEventId = eventId,
            RequestId = Guid.NewGuid().ToString(),
        }));

        Assert.Equal(RpcException.StatusCode.InvalidArgument, refused);
        Assert.Equal(WorkflowExecutionStatus.Running, (await hand.DescribeAsync()).WorkflowExecutionInfo.Status);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_deleted_workflow_is_gone()
    {
        var hand = new HandWorker(temporal);
        var runId = await hand.StartAsync();

        await hand.Service.DeleteWorkflowExecutionAsync(
            new() { Namespace = temporal.Namespace, WorkflowExecution = new() { WorkflowId = hand.Id, RunId = runId } });

        await RunningTemporal.UntilAsync(async () =>
        {
            try
            {
                await hand.DescribeAsync(runId);
                return false;
            }
            catch (RpcException error) when (error.Code == RpcException.StatusCode.NotFound)
            {
                return true;
            }
        });
    }

    [Fact]
    public async Task A_batch_terminates_the_workflows_that_a_filter_means()
    {
        HandWorker[] meant = [new(temporal), new(temporal), new(temporal)];
        var type = RunningTemporal.Unique("Batch");
        foreach (var hand in meant) await hand.StartAsync(start => start.WorkflowType = new() { Name = type });
        var other = new HandWorker(temporal);
        await other.StartAsync();
        var query = $"WorkflowType = '{type}'";
        await RunningTemporal.UntilAsync(async () => (await temporal.Client.CountWorkflowsAsync(query)).Count == 3);
        var job = RunningTemporal.Unique("job");
        await other.Service.StartBatchOperationAsync(new()
        {
            Namespace = temporal.Namespace,
            JobId = job,
            Reason = "not needed",
            VisibilityQuery = query,
            TerminationOperation = new() { Identity = "operator" },
        });

        await RunningTemporal.UntilAsync(async () =>
            (await other.Service.DescribeBatchOperationAsync(
                new() { Namespace = temporal.Namespace, JobId = job })).State == BatchOperationState.Completed);

        foreach (var hand in meant)
            Assert.Equal(WorkflowExecutionStatus.Terminated, (await hand.DescribeAsync()).WorkflowExecutionInfo.Status);
        Assert.Equal(WorkflowExecutionStatus.Running, (await other.DescribeAsync()).WorkflowExecutionInfo.Status);
        var shown = await other.Service.DescribeBatchOperationAsync(new() { Namespace = temporal.Namespace, JobId = job });
        Assert.Equal(("Terminate", 3, 3, 0, "operator", "not needed"), (
            shown.OperationType.ToString(), shown.TotalOperationCount, shown.CompleteOperationCount, shown.FailureOperationCount,
            shown.Identity, shown.Reason));
        await RunningTemporal.UntilAsync(async () =>
            (await other.Service.ListBatchOperationsAsync(new() { Namespace = temporal.Namespace })).OperationInfo.Any(
                item => item.JobId == job));
        await other.TerminateAsync();
    }

    [Fact]
    public async Task A_paused_activity_waits_until_it_is_let_go()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync();

        await hand.Service.PauseActivityAsync(
            new() { Namespace = temporal.Namespace, Execution = hand.Execution, Id = "1", Identity = "operator", Reason = "wait" });
        var paused = Assert.Single((await hand.DescribeAsync()).PendingActivities);
        Assert.Equal(
            (PendingActivityState.Paused, true, "operator", "wait"),
            (paused.State, paused.Paused, paused.PauseInfo.Manual.Identity, paused.PauseInfo.Manual.Reason));
        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() =>
            hand.Service.PauseActivityAsync(new() { Namespace = temporal.Namespace, Execution = hand.Execution, Id = "none" })));
        await hand.Service.UnpauseActivityAsync(new() { Namespace = temporal.Namespace, Execution = hand.Execution, Id = "1" });

        Assert.Equal(1, (await hand.ActivityAsync()).Attempt);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task An_activity_that_waits_for_its_next_attempt_can_be_tried_at_once_and_begins_anew()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync(asked => asked.RetryPolicy = new() { InitialInterval = HandWorker.Seconds(3600) });
        await FailAsync(hand, await hand.ActivityAsync());
        Assert.Equal(2, Assert.Single((await hand.DescribeAsync()).PendingActivities).Attempt);

        await hand.Service.ResetActivityAsync(new() { Namespace = temporal.Namespace, Execution = hand.Execution, Id = "1" });

        Assert.Equal(1, (await hand.ActivityAsync()).Attempt);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task An_activity_goes_on_with_other_options()
    {
        var hand = new HandWorker(temporal);
        await hand.StartWithActivityAsync();
        var elsewhere = RunningTemporal.Unique("elsewhere");

        var updated = await hand.Service.UpdateActivityOptionsAsync(new()
        {
            Namespace = temporal.Namespace,
            Execution = hand.Execution,
            Id = "1",
            ActivityOptions = new() { TaskQueue = new() { Name = elsewhere }, StartToCloseTimeout = HandWorker.Seconds(7) },
            UpdateMask = FieldMask.FromString("task_queue.name,start_to_close_timeout"),
        });

        Assert.Equal((elsewhere, 7), (updated.ActivityOptions.TaskQueue.Name, updated.ActivityOptions.StartToCloseTimeout.Seconds));
        Assert.Equal(7, Assert.Single((await hand.DescribeAsync()).PendingActivities).ActivityOptions.StartToCloseTimeout.Seconds);
        Assert.Equal("1", (await hand.ActivityAsync(elsewhere)).ActivityId);
        await hand.TerminateAsync();
    }

    private static async Task<PollWorkflowTaskQueueResponse> SignalledAsync(HandWorker hand)
    {
        await hand.SignalAsync("go on");
        return await hand.TaskAsync();
    }

    private async Task FailAsync(HandWorker hand, PollActivityTaskQueueResponse task) =>
        await hand.Service.RespondActivityTaskFailedAsync(new()
        {
            Namespace = temporal.Namespace,
            TaskToken = task.TaskToken,
            Failure = new() { Message = "not now", ApplicationFailureInfo = new() { Type = "Busy" } },
        });
}

public sealed class OperatorTests(RunningTemporal temporal) : OperatorFacts(temporal), IClassFixture<RunningTemporal>
{
    private readonly RunningTemporal temporal = temporal;

    [Fact]
    public async Task A_closed_workflow_that_was_deleted_stays_gone_after_a_restart()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.TerminateAsync();

        await hand.Service.DeleteWorkflowExecutionAsync(new() { Namespace = temporal.Namespace, WorkflowExecution = hand.Execution });
        await temporal.RestartAsync();

        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.DescribeAsync()));
        await hand.StartAsync();
    }

    [Fact]
    public async Task A_batch_goes_on_after_a_restart_and_does_nothing_twice()
    {
        HandWorker[] meant = [new(temporal), new(temporal), new(temporal)];
        foreach (var hand in meant) await hand.StartAsync();
        var job = RunningTemporal.Unique("job");
        await meant[0].Service.StartBatchOperationAsync(new()
        {
            Namespace = temporal.Namespace,
            JobId = job,
            Reason = "tell them",
            VisibilityQuery = $"WorkflowId IN ({string.Join(", ", meant.Select(hand => $"'{hand.Id}'"))})",
            // One at once, the next in hours.
            MaxOperationsPerSecond = 0.0001f,
            SignalOperation = new() { Signal = "news" },
        });
        await RunningTemporal.UntilAsync(async () => (await ShownAsync(job)).CompleteOperationCount == 1);

        await temporal.RestartAsync();

        await RunningTemporal.UntilAsync(async () => (await ShownAsync(job)).CompleteOperationCount == 1);
        Assert.Equal((BatchOperationState.Running, 3), ((await ShownAsync(job)).State, (await ShownAsync(job)).TotalOperationCount));
        var histories = await Task.WhenAll(meant.Select(hand => hand.HistoryAsync()));
        Assert.Single(histories.SelectMany(HandWorker.Types), EventType.WorkflowExecutionSignaled);
        await meant[0].Service.StopBatchOperationAsync(new() { Namespace = temporal.Namespace, JobId = job, Reason = "enough" });
        Assert.Equal(BatchOperationState.Failed, (await ShownAsync(job)).State);
    }

    private async Task<DescribeBatchOperationResponse> ShownAsync(string job) =>
        await temporal.Client.WorkflowService.DescribeBatchOperationAsync(new() { Namespace = temporal.Namespace, JobId = job });
}

[Collection(nameof(ServedDevServer))]
public sealed class RealOperatorTests(ServedDevServer temporal) : OperatorFacts(temporal);

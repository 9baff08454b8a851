using Google.Protobuf;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>How workflows start, end and follow each other: the same here and on Temporal's own server.</summary>
public abstract class StartFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task Policies_that_contradict_each_other_are_refused_and_the_running_workflow_runs_on()
    {
        var hand = new HandWorker(temporal);
        var runId = await hand.StartAsync();

        var refused = await HandWorker.RefusedAsync(() => hand.StartAsync(start =>
        {
            start.WorkflowIdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate;
            start.WorkflowIdConflictPolicy = WorkflowIdConflictPolicy.TerminateExisting;
        }));

        Assert.Equal(RpcException.StatusCode.InvalidArgument, refused);
        var info = (await hand.DescribeAsync()).WorkflowExecutionInfo;
        Assert.Equal((runId, WorkflowExecutionStatus.Running), (info.Execution.RunId, info.Status));
    }

    [Fact]
    public async Task A_handle_of_an_earlier_workflow_of_the_id_does_not_touch_the_next()
    {
        var hand = new HandWorker(temporal);
        var first = await hand.StartAsync();
        await hand.TerminateAsync(first);
        await hand.StartAsync();

        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.TerminateAsync(first)));
        Assert.Equal(RpcException.StatusCode.NotFound, await HandWorker.RefusedAsync(() => hand.CancelAsync(first)));
        Assert.Equal(
            RpcException.StatusCode.NotFound,
            await HandWorker.RefusedAsync(() => hand.Service.UpdateWorkflowExecutionAsync(hand.Update(firstRunId: first))));
        var described = await hand.DescribeAsync();
        Assert.Equal(WorkflowExecutionStatus.Running, described.WorkflowExecutionInfo.Status);
        Assert.False(described.WorkflowExtendedInfo.CancelRequested);
    }

    [Fact]
    public async Task To_cancel_what_has_ended_is_no_error()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.TerminateAsync();

        await hand.CancelAsync();

        Assert.Equal(WorkflowExecutionStatus.Terminated, (await hand.DescribeAsync()).WorkflowExecutionInfo.Status);
    }

    [Fact]
    public async Task The_signal_of_signal_with_start_is_in_the_first_task()
    {
        var hand = new HandWorker(temporal);
        await hand.Service.SignalWithStartWorkflowExecutionAsync(SignalWithStart(hand));

        var task = await hand.TaskAsync();

        Assert.Equal(
            [
                EventType.WorkflowExecutionStarted,
                EventType.WorkflowExecutionSignaled,
                EventType.WorkflowTaskScheduled,
                EventType.WorkflowTaskStarted,
            ],
            HandWorker.Types(task.History.Events));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("signal with start")]
    [InlineData("update")]
    public async Task What_does_not_wait_ends_a_start_delay(string how)
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync(start => start.WorkflowStartDelay = HandWorker.Seconds(3600));
        await hand.SignalAsync("waits");
        Assert.DoesNotContain(EventType.WorkflowTaskScheduled, HandWorker.Types(await hand.HistoryAsync()));

        Task<UpdateWorkflowExecutionResponse>? update = null;
        if (how == "cancel") await hand.CancelAsync();
        else if (how == "update") update = hand.Service.UpdateWorkflowExecutionAsync(hand.Update());
        else await hand.Service.SignalWithStartWorkflowExecutionAsync(SignalWithStart(hand));
        var task = await hand.TaskAsync();

        Assert.Contains(EventType.WorkflowExecutionSignaled, HandWorker.Types(task.History.Events));
        Assert.Equal(how == "update" ? 1 : 0, task.Messages.Count);
        await hand.TerminateAsync();
        if (update is not null) await Assert.ThrowsAsync<RpcException>(() => update);
    }

    [Fact]
    public async Task Continue_as_new_keeps_the_run_timeout_and_pauses()
    {
        var hand = new HandWorker(temporal);
        var first = await hand.StartAsync(start => start.WorkflowRunTimeout = HandWorker.Seconds(900));
        await hand.CompleteAsync(await hand.TaskAsync(), ContinueAsNew(hand));

        var before = await hand.HistoryAsync(first);
        var started = (await hand.HistoryAsync())[0].WorkflowExecutionStartedEventAttributes;

        Assert.Equal(900, started.WorkflowRunTimeout.Seconds);
        // The runs of a workflow begin a second apart, or more where the first took longer.
        var lasted = before[^1].EventTime.ToDateTime() - before[0].EventTime.ToDateTime();
        Assert.InRange(lasted + started.FirstWorkflowTaskBackoff.ToTimeSpan(), TimeSpan.FromSeconds(0.9), TimeSpan.FromDays(1));
        Assert.InRange(started.FirstWorkflowTaskBackoff.ToTimeSpan(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(ContinueAsNewInitiator.Workflow, started.Initiator);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task Timeouts_are_fitted_into_each_other()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync(start =>
        {
            start.WorkflowExecutionTimeout = HandWorker.Seconds(60);
            start.WorkflowRunTimeout = HandWorker.Seconds(90);
            start.WorkflowTaskTimeout = HandWorker.Seconds(300);
        });

        var started = (await hand.HistoryAsync())[0].WorkflowExecutionStartedEventAttributes;

        Assert.Equal(
            (60, 60, 60),
            (started.WorkflowExecutionTimeout.Seconds, started.WorkflowRunTimeout.Seconds, started.WorkflowTaskTimeout.Seconds));
        await hand.TerminateAsync();
    }

    [Theory]
    [InlineData("execution", RetryState.Timeout)]
    [InlineData("run", RetryState.RetryPolicyNotSet)]
    public async Task A_timeout_says_why_no_run_follows(string timeout, RetryState why)
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync(start =>
        {
            if (timeout == "run") start.WorkflowRunTimeout = HandWorker.Seconds(1);
            else start.WorkflowExecutionTimeout = HandWorker.Seconds(1);
        });

        await RunningTemporal.UntilAsync(
            async () => (await hand.DescribeAsync()).WorkflowExecutionInfo.Status == WorkflowExecutionStatus.TimedOut);

        Assert.Equal(why, (await hand.HistoryAsync())[^1].WorkflowExecutionTimedOutEventAttributes.RetryState);
    }

    [Fact]
    public async Task A_child_knows_the_root_of_its_family()
    {
        var hand = new HandWorker(temporal);
        var runId = await hand.StartAsync();
        var childId = RunningTemporal.Unique("child");
        await hand.CompleteAsync(await hand.TaskAsync(), new Command
        {
            CommandType = CommandType.StartChildWorkflowExecution,
            StartChildWorkflowExecutionCommandAttributes = new()
            {
                WorkflowId = childId,
                WorkflowType = new() { Name = "ByHand" },
                TaskQueue = new() { Name = hand.Queue },
                WorkflowTaskTimeout = HandWorker.Seconds(10),
            },
        });

        PollWorkflowTaskQueueResponse task;
        do
        {
            task = await hand.TaskAsync();
        }
        while (task.WorkflowExecution.WorkflowId != childId);

        Assert.Equal(
            new() { WorkflowId = hand.Id, RunId = runId },
            task.History.Events[0].WorkflowExecutionStartedEventAttributes.RootWorkflowExecution);
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_note_of_the_memo_that_is_set_to_null_is_gone()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync(
            start => start.Memo = new() { Fields = { ["keep"] = HandWorker.Text("a"), ["drop"] = HandWorker.Text("b") } });
        await hand.CompleteAsync(await hand.TaskAsync(), new Command
        {
            CommandType = CommandType.ModifyWorkflowProperties,
            ModifyWorkflowPropertiesCommandAttributes = new()
            {
                UpsertedMemo =
                    new() { Fields = { ["drop"] = new() { Metadata = { ["encoding"] = ByteString.CopyFromUtf8("binary/null") } } } },
            },
        });

        Assert.Equal(["keep"], (await hand.DescribeAsync()).WorkflowExecutionInfo.Memo.Fields.Keys);
        await hand.TerminateAsync();
    }

    private SignalWithStartWorkflowExecutionRequest SignalWithStart(HandWorker hand) => new()
    {
        Namespace = temporal.Namespace,
        WorkflowId = hand.Id,
        WorkflowType = new() { Name = "ByHand" },
        TaskQueue = new() { Name = hand.Queue },
        SignalName = "hello",
        RequestId = Guid.NewGuid().ToString(),
    };

    private static Command ContinueAsNew(HandWorker hand) => new()
    {
        CommandType = CommandType.ContinueAsNewWorkflowExecution,
        ContinueAsNewWorkflowExecutionCommandAttributes = new()
        {
            WorkflowType = new() { Name = "ByHand" },
            TaskQueue = new() { Name = hand.Queue },
        },
    };
}

public sealed class StartTests(RunningTemporal temporal) : StartFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealStartTests(ServedDevServer temporal) : StartFacts(temporal);

using System.Text;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>A turn that cannot be kept changes nothing, and its workflow goes on.</summary>
public sealed class WholeTurnTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Fact]
    public async Task A_turn_that_cannot_be_written_leaves_nothing_and_may_be_tried_again()
    {
        var hand = new HandWorker(temporal);
        var first = await hand.StartAsync();
        var task = await hand.TaskAsync();
        var stands = await File.ReadAllBytesAsync(Journal(first));
        // A turn of two runs is written here first.
        Directory.CreateDirectory(Path.Combine(temporal.Folder, "histories", "turn"));

        Assert.Equal(
            RpcException.StatusCode.Internal,
            await HandWorker.RefusedAsync(() => hand.CompleteAsync(task, HandWorker.Timer(), ContinueAsNew(hand))));

        Assert.Equal(
            [EventType.WorkflowExecutionStarted, EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted],
            HandWorker.Types(await hand.HistoryAsync()));
        Assert.Equal(first, (await hand.DescribeAsync()).WorkflowExecutionInfo.Execution.RunId);
        Assert.Equal(stands, await File.ReadAllBytesAsync(Journal(first)));
        Directory.Delete(Path.Combine(temporal.Folder, "histories", "turn"));
        await hand.CompleteAsync(task, HandWorker.Timer(), ContinueAsNew(hand));
        var next = (await hand.DescribeAsync()).WorkflowExecutionInfo;
        Assert.NotEqual(first, next.Execution.RunId);
        Assert.Equal(WorkflowExecutionStatus.Running, next.Status);
    }

    [Fact]
    public async Task A_workflow_whose_turn_failed_still_hears_its_timers_and_its_worker()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Timer("soon", 2));
        await hand.SignalAsync("go on");
        var task = await hand.TaskAsync();
        Directory.CreateDirectory(Path.Combine(temporal.Folder, "histories", "turn"));
        await HandWorker.RefusedAsync(() => hand.CompleteAsync(task, ContinueAsNew(hand)));
        Directory.Delete(Path.Combine(temporal.Folder, "histories", "turn"));

        await hand.CompleteAsync(task);
        var later = await hand.TaskAsync();

        Assert.Contains(EventType.TimerFired, HandWorker.Types(later.History.Events));
        await hand.CompleteAsync(later, HandWorker.Complete());
        Assert.Equal(WorkflowExecutionStatus.Completed, (await hand.DescribeAsync()).WorkflowExecutionInfo.Status);
    }

    [Fact]
    public async Task Closed_workflows_are_known_after_a_restart_without_a_look_into_their_histories()
    {
        var hand = new HandWorker(temporal);
        var runId = await hand.StartAsync(start => start.Memo = new() { Fields = { ["who"] = HandWorker.Text("me") } });
        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Complete());
        var before = (await hand.DescribeAsync()).WorkflowExecutionInfo;
        await temporal.StopAsync();
        var history = await File.ReadAllBytesAsync(Journal(runId));
        await File.WriteAllBytesAsync(Journal(runId), Encoding.UTF8.GetBytes("no journal at all"));
        await temporal.RestartAsync();

        var listed = Assert.Single((await hand.Service.ListWorkflowExecutionsAsync(
            new() { Namespace = temporal.Namespace, Query = $"WorkflowId = '{hand.Id}' AND ExecutionStatus = 'Completed'" })).Executions);

        Assert.Equal(before, listed);
        await File.WriteAllBytesAsync(Journal(runId), history);
        Assert.Equal(EventType.WorkflowExecutionCompleted, (await hand.HistoryAsync())[^1].EventType);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("damaged")]
    [InlineData("cut off")]
    public async Task The_index_of_closed_workflows_is_made_again_from_their_histories(string how)
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Complete());
        var before = (await hand.DescribeAsync()).WorkflowExecutionInfo;
        await temporal.StopAsync();
        var index = Path.Combine(temporal.Folder, "histories", temporal.Namespace, "closed.index");
        if (how == "deleted") File.Delete(index);
        else await File.WriteAllBytesAsync(index, how == "damaged" ? [3, 255, 255, 255] : (await File.ReadAllBytesAsync(index))[..^1]);

        await temporal.RestartAsync();
        Assert.Equal(before, (await hand.DescribeAsync()).WorkflowExecutionInfo);
        await temporal.RestartAsync();
        Assert.Equal(before, (await hand.DescribeAsync()).WorkflowExecutionInfo);
    }

    private string Journal(string runId) => Path.Combine(temporal.Folder, "histories", temporal.Namespace, runId + ".journal");

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

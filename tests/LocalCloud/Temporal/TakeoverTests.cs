using Temporalio.Api.Enums.V1;
using Temporalio.Worker;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class TakeoverTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Fact]
    public async Task Another_worker_takes_over_from_one_that_died_with_a_workflow_task_in_its_hands()
    {
        var queue = RunningTemporal.Unique("queue");
        var id = RunningTemporal.Unique("loop");
        var loop = await temporal.Client.StartWorkflowAsync(
            (Loop loop) => loop.RunAsync(2, 10), new(id, queue) { TaskTimeout = TimeSpan.FromSeconds(3) });
        await temporal.TakeWorkflowTaskAsync(queue, "iad/dead@workers");

        using var worker = temporal.Worker(queue);
        await worker.ExecuteAsync(async () => Assert.Equal("2 turns", await loop.GetResultAsync())).WaitAsync(TimeSpan.FromSeconds(90));

        var history = await loop.FetchHistoryAsync();
        var timeout = history.Events.First(
            happened => happened.EventType == EventType.WorkflowTaskTimedOut).WorkflowTaskTimedOutEventAttributes;
        Assert.Equal(TimeoutType.StartToClose, timeout.TimeoutType);
        Assert.Equal("iad/dead@workers", history.Events.Single(
            happened => happened.EventId == timeout.StartedEventId).WorkflowTaskStartedEventAttributes.Identity);
        await ReplayAsync(history);
    }

    [Fact]
    public async Task Another_worker_takes_over_from_one_whose_connection_was_cut()
    {
        var queue = RunningTemporal.Unique("queue");
        var id = RunningTemporal.Unique("loop");
        var loop = await temporal.Client.StartWorkflowAsync(
            (Loop loop) => loop.RunAsync(6, 150), new(id, queue) { TaskTimeout = TimeSpan.FromSeconds(1) });
        using var killed = new CancellationTokenSource();
        await using var relay = new Relaying(temporal.Address);
        var cutOff = temporal.Worker(
            queue, client: await temporal.ConnectAsync(temporal.WorkerKey, address: relay.Address, identity: "iad/1@workers"));
        var dying = cutOff.ExecuteAsync(killed.Token);
        await RunningTemporal.UntilAsync(async () => (await loop.FetchHistoryAsync()).Events.Any(
            happened => happened.WorkflowTaskCompletedEventAttributes?.Identity == "iad/1@workers"));

        await relay.CutAsync();
        using var worker = temporal.Worker(queue, client: await temporal.ConnectAsync(temporal.WorkerKey, identity: "ord/2@workers"));
        await worker.ExecuteAsync(async () => Assert.Equal("6 turns", await loop.GetResultAsync())).WaitAsync(TimeSpan.FromSeconds(90));

        await ReplayAsync(await loop.FetchHistoryAsync());
        await killed.CancelAsync();
        _ = dying.ContinueWith(_ => cutOff.Dispose(), TaskScheduler.Default);
    }

    [Fact]
    public async Task A_worker_that_stops_in_good_order_hands_its_workflows_over_at_once()
    {
        var queue = RunningTemporal.Unique("queue");
        var id = RunningTemporal.Unique("loop");
        var loop = await temporal.Client.StartWorkflowAsync((Loop loop) => loop.RunAsync(4, 100), new(id, queue));
        using (var leaving = temporal.Worker(queue, options => options.StickyQueueScheduleToStartTimeout = TimeSpan.FromMinutes(10)))
        {
            await leaving.ExecuteAsync(() => RunningTemporal.UntilAsync(async () => (await loop.FetchHistoryAsync()).Events.Any(
                happened => happened.EventType == EventType.TimerFired)));
        }

        using var worker = temporal.Worker(queue);
        await worker.ExecuteAsync(async () => Assert.Equal("4 turns", await loop.GetResultAsync())).WaitAsync(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task Every_history_of_many_workflows_on_two_workers_replays()
    {
        var queue = RunningTemporal.Unique("queue");
        var ids = Enumerable.Range(0, 20).Select(number => $"{queue}-{number}").ToArray();
        using var first = temporal.Worker(queue);
        using var second = temporal.Worker(
            queue, options => options.MaxCachedWorkflows = 0, await temporal.ConnectAsync(temporal.WorkerKey, identity: "ord/2@workers"));

        await first.ExecuteAsync(() => second.ExecuteAsync(async () =>
        {
            await Task.WhenAll(ids.Select(id => temporal.Client.StartWorkflowAsync((Loop loop) => loop.RunAsync(5, 10), new(id, queue))));
            var results = await Task.WhenAll(ids.Select(id => temporal.Client.GetWorkflowHandle<Loop, string>(id).GetResultAsync()));
            Assert.All(results, result => Assert.Equal("5 turns", result));
        })).WaitAsync(TimeSpan.FromSeconds(90));

        foreach (var id in ids) await ReplayAsync(await temporal.Client.GetWorkflowHandle(id).FetchHistoryAsync());
    }

    private static async Task ReplayAsync(Temporalio.Common.WorkflowHistory history)
    {
        var options = new WorkflowReplayerOptions();
        TestWorkflows.AddTo(options);
        await new WorkflowReplayer(options).ReplayWorkflowAsync(history);
    }
}

using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Worker;
using Temporalio.Worker.Tuning;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Workflows at the SDK's own workers, from one worker to the next: the same here and on Temporal's own server.</summary>
public abstract class LifeFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task A_workflow_goes_on_at_another_worker_and_sees_the_same_time_and_chance()
    {
        var queue = RunningTemporal.Unique("queue");
        var handle = await StartAsync(queue);
        string kept;
        using (var first = temporal.NewWorker(queue))
            kept = await first.ExecuteAsync(() => handle.QueryAsync(workflow => workflow.Kept())).WaitAsync(TimeSpan.FromSeconds(90));

        using (var second = temporal.NewWorker(queue))
        {
            await second.ExecuteAsync(async () =>
            {
                Assert.Equal(kept, await handle.QueryAsync(workflow => workflow.Kept()));
                await handle.SignalAsync(workflow => workflow.EndAsync());
                Assert.Equal(kept, await handle.GetResultAsync());
            }).WaitAsync(TimeSpan.FromSeconds(90));
        }

        var replayer = new WorkflowReplayerOptions();
        TestWorkflows.AddTo(replayer);
        await new WorkflowReplayer(replayer).ReplayWorkflowAsync(await handle.FetchHistoryAsync());
    }

    [Fact]
    public async Task A_workflow_knows_what_it_is_and_what_is_said_of_it()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await StartAsync(queue, new()
            {
                StaticSummary = "a keepsake",
                StaticDetails = "kept *well*",
                RunTimeout = TimeSpan.FromMinutes(9),
                Priority = new(2)
            });

            Assert.Equal(
                $"Keepsake {handle.Id} {handle.ResultRunId} {queue} attempt 1 parent  root  continued   00:09:00 00:00:10 priority 2",
                await handle.QueryAsync(workflow => workflow.Itself()));
            var described = await handle.DescribeAsync();
            Assert.Equal(("a keepsake", "kept *well*"), (await described.GetStaticSummaryAsync(), await described.GetStaticDetailsAsync()));
            await RunningTemporal.UntilAsync(async () => (await handle.FetchHistoryAsync()).Events.Any(happened =>
                happened.EventType == EventType.TimerStarted && happened.UserMetadata?.Summary?.Data.ToStringUtf8() == "\"a pause\""));
            await handle.TerminateAsync();
        });
    }

    [Fact]
    public async Task A_worker_that_keeps_no_workflows_replays_them_at_every_turn()
    {
        await temporal.WithWorkerAsync(
            async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync((Loop loop) => loop.RunAsync(3, 1), new(RunningTemporal.Unique("loop"),
                queue));
            Assert.Equal("3 turns", await handle.GetResultAsync());
            Assert.Equal(3, await handle.QueryAsync(loop => loop.Turn()));
        },
            options => options.MaxCachedWorkflows = 0);
    }

    [Fact]
    public async Task A_local_activity_that_pauses_for_long_waits_by_a_timer()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync((PatientHomework workflow) => workflow.RunAsync(),
                new(RunningTemporal.Unique("homework"), queue));

            Assert.Equal("done at attempt 2", await handle.GetResultAsync());
            var events = HandWorker.Types((await handle.FetchHistoryAsync()).Events);
            Assert.Equal(2, events.Count(type => type == EventType.MarkerRecorded));
            Assert.Contains(EventType.TimerFired, events);
        });
    }

    [Fact]
    public async Task A_workflow_may_be_started_eagerly_where_its_worker_is()
    {
        await temporal.WithWorkerAsync(async queue => Assert.Equal("1 runs", await temporal.Client.ExecuteWorkflowAsync(
            (Relay relay) => relay.RunAsync(0, 0), new(RunningTemporal.Unique("relay"), queue) { RequestEagerStart = true })));
    }

    [Fact]
    public async Task Workers_ask_for_more_where_there_is_more()
    {
        await temporal.WithWorkerAsync(
            async queue =>
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => temporal.Client.ExecuteWorkflowAsync(
                (Loop loop) => loop.RunAsync(1, 1), new(RunningTemporal.Unique("loop"), queue))));
            Assert.All(results, result => Assert.Equal("1 turns", result));
        },
            options => (options.WorkflowTaskPollerBehavior, options.ActivityTaskPollerBehavior) = (
                new PollerBehavior.Autoscaling(minimum: 1, maximum: 20, initial: 2), new PollerBehavior.Autoscaling(minimum: 1,
                    maximum: 20, initial: 2)));
    }

    [Fact]
    public async Task A_workflow_of_a_type_that_no_worker_knows_waits_for_one_that_does()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync("Unheard", [], new(RunningTemporal.Unique("unheard"), queue));

            await RunningTemporal.UntilAsync(async () => (await handle.FetchHistoryAsync()).Events.Any(happened =>
                happened.WorkflowTaskFailedEventAttributes?.Failure.Message.Contains("not registered", StringComparison.Ordinal) == true));

            Assert.Equal(WorkflowExecutionStatus.Running, (await handle.DescribeAsync()).Status);
            await handle.TerminateAsync();
        });
    }

    [Fact]
    public async Task A_history_keeps_which_build_took_a_turn()
    {
        await temporal.WithWorkerAsync(
            async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync(
                (Relay relay) => relay.RunAsync(0, 0), new(RunningTemporal.Unique("relay"), queue));
            await handle.GetResultAsync();

            var events = (await handle.FetchHistoryAsync()).Events;
            Assert.All(
                events.Where(happened => happened.EventType is EventType.WorkflowTaskStarted or EventType.WorkflowTaskCompleted),
                happened => Assert.Contains("\"buildId\": \"build-7\"", happened.ToString(), StringComparison.Ordinal));
        },
            options => options.DeploymentOptions = new(new("documents", "build-7"), useWorkerVersioning: false));
    }

    [Fact]
    public async Task A_worker_does_not_start_in_a_namespace_that_is_not_there()
    {
        var options = (TemporalClientOptions)temporal.Client.Options.Clone();
        options.Namespace = "does-not-exist.local";
        var workerOptions = new TemporalWorkerOptions("queue");
        TestWorkflows.AddTo(workerOptions);
        using var worker = new TemporalWorker(new TemporalClient(temporal.Client.Connection, options), workerOptions);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            worker.ExecuteAsync(() => Task.Delay(Timeout.Infinite)).WaitAsync(TimeSpan.FromSeconds(90)));

        Assert.Contains("Worker validation failed", refused.Message, StringComparison.Ordinal);
    }

    private Task<WorkflowHandle<Keepsake, string>> StartAsync(string queue, WorkflowOptions? options = null)
    {
        options ??= new();
        (options.Id, options.TaskQueue) = (RunningTemporal.Unique("keepsake"), queue);
        return temporal.Client.StartWorkflowAsync((Keepsake workflow) => workflow.RunAsync(), options);
    }
}

public sealed class LifeTests(RunningTemporal temporal) : LifeFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealLifeTests(ServedDevServer temporal) : LifeFacts(temporal);

using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class TaskQueueTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Fact]
    public async Task A_queue_without_workers_shows_its_backlog_and_one_with_workers_who_they_are()
    {
        var queue = RunningTemporal.Unique("queue");
        for (var i = 0; i < 3; i++)
        {
            await temporal.Client.StartWorkflowAsync(
                (Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), queue));
        }
        var waiting = await DescribeAsync(queue, TaskQueueType.Workflow);
        Assert.Equal(3, waiting.Stats.ApproximateBacklogCount);
        Assert.True(waiting.Stats.ApproximateBacklogAge.ToTimeSpan() > TimeSpan.Zero);
        Assert.Equal(3 / 30f, waiting.Stats.TasksAddRate, 0.001f);
        Assert.Equal(0f, waiting.Stats.TasksDispatchRate);
        Assert.Empty(waiting.Pollers);

        using var worker = temporal.Worker(queue, client: await temporal.ConnectAsync(temporal.WorkerKey, identity: "iad/m1@workers"));
        await worker.ExecuteAsync(async () =>
        {
            await RunningTemporal.UntilAsync(
                async () => (await DescribeAsync(queue, TaskQueueType.Workflow)).Stats.ApproximateBacklogCount == 0);
            await RunningTemporal.UntilAsync(async () => (await DescribeAsync(queue, TaskQueueType.Activity)).Pollers.Count == 1);
            var busy = await DescribeAsync(queue, TaskQueueType.Workflow);
            Assert.Equal(3 / 30f, busy.Stats.TasksDispatchRate, 0.001f);
            Assert.Equal("iad/m1@workers", Assert.Single(busy.Pollers).Identity);
        }).WaitAsync(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task The_older_form_of_the_question_is_answered_for_both_kinds()
    {
#pragma warning disable CS0612 // Deprecated, but the CLI of Temporal asks this way.
        var answer = await temporal.Client.WorkflowService.DescribeTaskQueueAsync(new()
        {
            Namespace = temporal.Namespace,
            TaskQueue = new() { Name = RunningTemporal.Unique("queue") },
            ApiMode = DescribeTaskQueueMode.Enhanced,
            ReportStats = true,
            ReportPollers = true,
        });

        Assert.Equal([(int)TaskQueueType.Workflow, (int)TaskQueueType.Activity], answer.VersionsInfo[""].TypesInfo.Keys.Order());
#pragma warning restore CS0612
    }

    private Task<DescribeTaskQueueResponse> DescribeAsync(string queue, TaskQueueType type) =>
        temporal.Client.WorkflowService.DescribeTaskQueueAsync(
            new() { Namespace = temporal.Namespace, TaskQueue = new() { Name = queue }, TaskQueueType = type, ReportStats = true });
}

using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>A worker's own queue for the workflows that it holds in its memory, by hand: what a worker's calls bring.</summary>
public sealed class StickyQueueTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    private readonly string queue = RunningTemporal.Unique("queue");
    private readonly string own = RunningTemporal.Unique("own");
    private readonly string id = RunningTemporal.Unique("talk");

    private WorkflowService Service => temporal.Client.WorkflowService;

    [Fact]
    public async Task The_next_task_comes_on_the_workers_own_queue_with_what_is_new_only()
    {
        await BeginAsync(TimeSpan.FromMinutes(5));
        await GiveUpPollOfOwnAsync(); // a queue that was never polled is passed over, and the next poll may come later than the task
        var poll = PollOwnAsync();
        await SignalAsync();

        var task = await poll;

        Assert.Equal(
            [
                EventType.WorkflowTaskCompleted,
                EventType.WorkflowExecutionSignaled,
                EventType.WorkflowTaskScheduled,
                EventType.WorkflowTaskStarted,
            ],
            task.History.Events.Select(happened => happened.EventType));
        Assert.Equal(4, task.History.Events[0].EventId);
        Assert.Equal(3, task.PreviousStartedEventId);
        var scheduled = task.History.Events[2].WorkflowTaskScheduledEventAttributes.TaskQueue;
        Assert.Equal((own, TaskQueueKind.Sticky, queue), (scheduled.Name, scheduled.Kind, scheduled.NormalName));
    }

    [Fact]
    public async Task A_task_that_nobody_takes_there_in_time_goes_to_any_worker_with_the_whole_history()
    {
        await BeginAsync(TimeSpan.FromMilliseconds(200));
        await GiveUpPollOfOwnAsync();
        await SignalAsync();

        var task = await temporal.TakeWorkflowTaskAsync(queue);

        Assert.Equal(EventType.WorkflowExecutionStarted, task.History.Events[0].EventType);
        var timedOut = Assert.Single(task.History.Events, happened => happened.EventType == EventType.WorkflowTaskTimedOut);
        Assert.Equal(TimeoutType.ScheduleToStart, timedOut.WorkflowTaskTimedOutEventAttributes.TimeoutType);
        Assert.Equal(1, task.Attempt);
    }

    [Fact]
    public async Task A_queue_that_no_worker_polls_is_passed_over()
    {
        await BeginAsync(TimeSpan.FromMinutes(5));
        await SignalAsync();

        var task = await temporal.TakeWorkflowTaskAsync(queue);

        Assert.Equal(EventType.WorkflowExecutionStarted, task.History.Events[0].EventType);
        Assert.DoesNotContain(task.History.Events, happened => happened.EventType == EventType.WorkflowTaskTimedOut);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_worker_that_lets_go_of_a_workflow_gives_it_to_any_other(bool shutsDown)
    {
        await BeginAsync(TimeSpan.FromMinutes(5));
        await GiveUpPollOfOwnAsync();
        if (shutsDown) await SignalAsync();
        if (shutsDown)
            await Service.ShutdownWorkerAsync(new() { Namespace = temporal.Namespace, StickyTaskQueue = own, Identity = "hand" });
        else await Service.ResetStickyTaskQueueAsync(new() { Namespace = temporal.Namespace, Execution = new() { WorkflowId = id } });
        if (!shutsDown) await SignalAsync();

        var task = await temporal.TakeWorkflowTaskAsync(queue);

        Assert.Equal(EventType.WorkflowExecutionStarted, task.History.Events[0].EventType);
        Assert.Contains(task.History.Events, happened => happened.EventType == EventType.WorkflowExecutionSignaled);
    }

    [Fact]
    public async Task A_query_comes_there_without_a_history_and_elsewhere_with_all_of_it()
    {
        await BeginAsync(TimeSpan.FromMinutes(5));
        await GiveUpPollOfOwnAsync(); // a queue that was never polled is passed over, and the next poll may come later than the task
        var poll = PollOwnAsync();
        var asked = Service.QueryWorkflowAsync(
            new() { Namespace = temporal.Namespace, Execution = new() { WorkflowId = id }, Query = new() { QueryType = "Any" } });
        var task = await poll;
        Assert.Empty(task.History.Events);
        await AnswerAsync(task);
        await asked;

        await Service.ResetStickyTaskQueueAsync(new() { Namespace = temporal.Namespace, Execution = new() { WorkflowId = id } });
        asked = Service.QueryWorkflowAsync(
            new() { Namespace = temporal.Namespace, Execution = new() { WorkflowId = id }, Query = new() { QueryType = "Any" } });
        task = await temporal.TakeWorkflowTaskAsync(queue);
        Assert.Equal(4, task.History.Events.Count);
        await AnswerAsync(task);
        await asked;
    }

    [Fact]
    public async Task Tasks_of_one_queue_are_taken_in_the_order_in_which_they_came()
    {
        for (var i = 0; i < 5; i++)
            await temporal.Client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), new($"{id}-{i}", queue));

        var taken = new List<string>();
        for (var i = 0; i < 5; i++) taken.Add((await temporal.TakeWorkflowTaskAsync(queue)).WorkflowExecution.WorkflowId);

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{id}-{i}"), taken);
    }

    /// <summary>Starts a workflow and ends its first task as a worker does that keeps it.</summary>
    private async Task BeginAsync(TimeSpan timeout)
    {
        await temporal.Client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), new(id, queue));
        var task = await temporal.TakeWorkflowTaskAsync(queue);
        await Service.RespondWorkflowTaskCompletedAsync(new()
        {
            Namespace = temporal.Namespace,
            TaskToken = task.TaskToken,
            Identity = "hand",
            StickyAttributes = new() { WorkerTaskQueue = OwnQueue(), ScheduleToStartTimeout = Duration.FromTimeSpan(timeout) },
        });
    }

    private TaskQueue OwnQueue() => new() { Name = own, Kind = TaskQueueKind.Sticky, NormalName = queue };

    private Task<PollWorkflowTaskQueueResponse> PollOwnAsync() =>
        Service.PollWorkflowTaskQueueAsync(new() { Namespace = temporal.Namespace, TaskQueue = OwnQueue(), Identity = "hand" });

    /// <summary>The queue is polled by a worker that is there, and busy.</summary>
    private async Task GiveUpPollOfOwnAsync() =>
        Assert.True((await Service.PollWorkflowTaskQueueAsync(
            new() { Namespace = temporal.Namespace, TaskQueue = OwnQueue(), Identity = "hand" },
            new() { Timeout = TimeSpan.FromMilliseconds(1500) })).TaskToken.IsEmpty);

    private Task<SignalWorkflowExecutionResponse> SignalAsync() => Service.SignalWorkflowExecutionAsync(
        new() { Namespace = temporal.Namespace, WorkflowExecution = new() { WorkflowId = id }, SignalName = "Any", Identity = "hand" });

    private Task<RespondQueryTaskCompletedResponse> AnswerAsync(PollWorkflowTaskQueueResponse task) =>
        Service.RespondQueryTaskCompletedAsync(
            new() { Namespace = temporal.Namespace, TaskToken = task.TaskToken, CompletedType = QueryResultType.Answered });
}

using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>A client and a worker by hand: what an SDK sends, one call at a time, on a queue of its own.</summary>
internal sealed class HandWorker(IServedTemporal temporal)
{
    public string Queue { get; } = RunningTemporal.Unique("queue");

    public string Id { get; } = RunningTemporal.Unique("by-hand");

    public WorkflowExecution Execution => new() { WorkflowId = Id };

    public Temporalio.Client.WorkflowService Service => temporal.Client.WorkflowService;

    public StartWorkflowExecutionRequest Start(Action<StartWorkflowExecutionRequest>? configure = null)
    {
        var request = new StartWorkflowExecutionRequest
        {
            Namespace = temporal.Namespace,
            WorkflowId = Id,
            WorkflowType = new() { Name = "ByHand" },
            TaskQueue = new() { Name = Queue },
            RequestId = Guid.NewGuid().ToString(),
            Identity = "hand",

            // The hand is slow where the machine is.
            WorkflowTaskTimeout = Seconds(60),
        };
        configure?.Invoke(request);
        return request;
    }

    public async Task<string> StartAsync(Action<StartWorkflowExecutionRequest>? configure = null) =>
        (await Service.StartWorkflowExecutionAsync(Start(configure))).RunId;

    public async Task<PollWorkflowTaskQueueResponse> TaskAsync()
    {
        while (true)
        {
            var task = await Service.PollWorkflowTaskQueueAsync(
                new() { Namespace = temporal.Namespace, TaskQueue = new() { Name = Queue }, Identity = "hand" });
            if (!task.TaskToken.IsEmpty) return task;
        }
    }

    public async Task<PollActivityTaskQueueResponse> ActivityAsync(string? queue = null)
    {
        while (true)
        {
            var task = await Service.PollActivityTaskQueueAsync(
                new() { Namespace = temporal.Namespace, TaskQueue = new() { Name = queue ?? Queue }, Identity = "hand" });
            if (!task.TaskToken.IsEmpty) return task;
        }
    }

    public Task CompleteAsync(PollWorkflowTaskQueueResponse task, params IEnumerable<Command> commands) =>
        AnswerAsync(task, answer => answer.Commands.Add(commands));

    public Task AnswerAsync(PollWorkflowTaskQueueResponse task, Action<RespondWorkflowTaskCompletedRequest> configure)
    {
        var answer = new RespondWorkflowTaskCompletedRequest
        {
            Namespace = temporal.Namespace,
            TaskToken = task.TaskToken,
            Identity = "hand",
        };
        configure(answer);
        return Service.RespondWorkflowTaskCompletedAsync(answer);
    }

    /// <summary>Starts a workflow whose one activity waits for a worker.</summary>
    public async Task<Command> StartWithActivityAsync(Action<ScheduleActivityTaskCommandAttributes>? configure = null)
    {
        var command = Activity(configure);
        await StartAsync();
        await CompleteAsync(await TaskAsync(), command);
        return command;
    }

    public Command Activity(Action<ScheduleActivityTaskCommandAttributes>? configure = null)
    {
        var asked = new ScheduleActivityTaskCommandAttributes
        {
            ActivityId = "1",
            ActivityType = new() { Name = "Any" },
            TaskQueue = new() { Name = Queue },
            StartToCloseTimeout = Seconds(60),
        };
        configure?.Invoke(asked);
        return new() { CommandType = CommandType.ScheduleActivityTask, ScheduleActivityTaskCommandAttributes = asked };
    }

    public Task CompleteAsync(PollActivityTaskQueueResponse activity) =>
        Service.RespondActivityTaskCompletedAsync(
            new() { Namespace = temporal.Namespace, TaskToken = activity.TaskToken, Identity = "hand" });

    public Task FailAsync(PollActivityTaskQueueResponse activity, bool forGood = false) => Service.RespondActivityTaskFailedAsync(
        new() { Namespace = temporal.Namespace, TaskToken = activity.TaskToken, Identity = "hand", Failure = Broken("no luck", forGood) });

    public Task<RecordActivityTaskHeartbeatResponse> BeatAsync(PollActivityTaskQueueResponse activity, string? said = null) =>
        Service.RecordActivityTaskHeartbeatAsync(new()
        {
            Namespace = temporal.Namespace,
            TaskToken = activity.TaskToken,
            Identity = "hand",
            Details = said is null ? null : Said(said),
        });

    public static Failure Broken(string message, bool forGood = false) =>
        new() { Message = message, ApplicationFailureInfo = new() { Type = "Broken", NonRetryable = forGood } };

    public static Payloads Said(string text) => new() { Payloads_ = { Text(text) } };

    public static Command Complete() =>
        new() { CommandType = CommandType.CompleteWorkflowExecution, CompleteWorkflowExecutionCommandAttributes = new() };

    public static Command Timer(string id = "1", int seconds = 3600) =>
        new()
        {
            CommandType = CommandType.StartTimer,
            StartTimerCommandAttributes = new() { TimerId = id, StartToFireTimeout = Seconds(seconds) },
        };

    public async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string runId = "") => (await Service.GetWorkflowExecutionHistoryAsync(
        new() { Namespace = temporal.Namespace, Execution = new() { WorkflowId = Id, RunId = runId } })).History.Events;

    public async Task<DescribeWorkflowExecutionResponse> DescribeAsync(string runId = "") => await Service.DescribeWorkflowExecutionAsync(
        new() { Namespace = temporal.Namespace, Execution = new() { WorkflowId = Id, RunId = runId } });

    public Task SignalAsync(string name) => Service.SignalWorkflowExecutionAsync(
        new() { Namespace = temporal.Namespace, WorkflowExecution = Execution, SignalName = name, RequestId = Guid.NewGuid().ToString() });

    public Task CancelAsync(string firstRunId = "") => Service.RequestCancelWorkflowExecutionAsync(
        new()
        {
            Namespace = temporal.Namespace,
            WorkflowExecution = Execution,
            FirstExecutionRunId = firstRunId,
            RequestId = Guid.NewGuid().ToString(),
        });

    public Task TerminateAsync(string firstRunId = "") => Service.TerminateWorkflowExecutionAsync(
        new() { Namespace = temporal.Namespace, WorkflowExecution = Execution, FirstExecutionRunId = firstRunId });

    public UpdateWorkflowExecutionRequest Update(string id = "u", string firstRunId = "") => new()
    {
        Namespace = temporal.Namespace,
        WorkflowExecution = Execution,
        FirstExecutionRunId = firstRunId,
        WaitPolicy = new() { LifecycleStage = UpdateWorkflowExecutionLifecycleStage.Completed },
        Request = new() { Meta = new() { UpdateId = id }, Input = new() { Name = "Any" } },
    };

    public static async Task<RpcException.StatusCode> RefusedAsync(Func<Task> call) => (await Assert.ThrowsAsync<RpcException>(call)).Code;

    public static Duration Seconds(int seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));

    public static Payload Text(string text) => new()
    {
        Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") },
        Data = ByteString.CopyFromUtf8($"\"{text}\""),
    };

    public static EventType[] Types(IEnumerable<HistoryEvent> events) => [.. events.Select(happened => happened.EventType)];
}

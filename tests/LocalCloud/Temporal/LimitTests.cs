using Google.Protobuf;
using Grpc.Net.Client;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>How much one run, one activity, one request may hold.</summary>
public sealed class LimitTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    private const string Namespace = TemporalBed.Namespace;
    private readonly TemporalBed bed = new(temporal.Client);

    [Fact]
    public async Task A_run_takes_10000_signals_and_a_repeated_request_is_none()
    {
        var target = TemporalBed.Start();
        await bed.SendAsync(target);
        SignalWorkflowExecutionRequest Signal(string id) => new()
        {
            Namespace = Namespace,
            WorkflowExecution = new() { WorkflowId = target.WorkflowId },
            SignalName = "s",
            RequestId = id,
        };
        await bed.SendAsync(Signal("first"));
        var signal = new Command
        {
            CommandType = CommandType.SignalExternalWorkflowExecution,
            SignalExternalWorkflowExecutionCommandAttributes = new()
            {
                Execution = new() { WorkflowId = target.WorkflowId },
                SignalName = "s",
            },
        };

        var (sender, refusal) = await bed.CommandAsync(Enumerable.Repeat(signal, 10_000));

        Assert.Null(refusal);
        var last =
            (await bed.Service.GetWorkflowExecutionHistoryReverseAsync(
                new() { Namespace = Namespace, Execution = sender, MaximumPageSize = 2 })).History.Events[1];
        Assert.Equal(
            SignalExternalWorkflowExecutionFailedCause.SignalCountLimitExceeded,
            last.SignalExternalWorkflowExecutionFailedEventAttributes.Cause);
        await bed.SendAsync(Signal("first"));
        await WrongInputFacts.RefusedAsync(() => bed.SendAsync(Signal("one more")), "exceeded workflow execution limit for signal events");
    }

    [Fact]
    public async Task A_history_of_more_than_51200_events_is_terminated()
    {
        var marker = new Command { CommandType = CommandType.RecordMarker, RecordMarkerCommandAttributes = new() { MarkerName = "m" } };

        var (run, refusal) = await bed.CommandAsync(Enumerable.Repeat(marker, 51_200));

        Assert.Null(refusal);
        var described = await temporal.DescribeAsync(run.WorkflowId);
        Assert.Equal(WorkflowExecutionStatus.Terminated, described.WorkflowExecutionInfo.Status);
        var last = (await bed.Service.GetWorkflowExecutionHistoryAsync(
            new()
            {
                Namespace = Namespace,
                Execution = run,
                HistoryEventFilterType = HistoryEventFilterType.CloseEvent,
            })).History.Events[^1];
        Assert.Equal("Workflow history count exceeds limit.", last.WorkflowExecutionTerminatedEventAttributes.Reason);
    }

    [Fact]
    public async Task A_request_of_5_MiB_is_refused_as_a_whole()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => bed.SendAsync(TemporalBed.Start(ask => ask.Input = TemporalBed.Sized(5 << 20))));

        Assert.Equal(RpcException.StatusCode.ResourceExhausted, error.Code);
    }

    [Fact]
    public async Task A_result_that_is_too_large_fails_its_activity_for_good()
    {
        var (run, task) = await ActivityAsync();

        await bed.SendAsync(
            new RespondActivityTaskCompletedRequest
            {
                Namespace = Namespace,
                TaskToken = task.TaskToken,
                Result = TemporalBed.Sized(3 << 20),
            });

        await FailedAsync(run, "Complete result exceeds size limit.");
    }

    [Fact]
    public async Task Heartbeat_details_that_are_too_large_fail_their_activity_and_tell_it_to_stop()
    {
        var (run, task) = await ActivityAsync();

        var answer = await bed.Service.RecordActivityTaskHeartbeatAsync(
            new() { Namespace = Namespace, TaskToken = task.TaskToken, Details = TemporalBed.Sized(3 << 20) });

        Assert.True(answer.CancelRequested);
        await FailedAsync(run, "Heartbeat details exceed size limit.");
    }

    [Fact]
    public async Task A_wrong_command_on_a_second_attempt_is_left_to_the_tasks_timeout()
    {
        var wrong = new Command { CommandType = CommandType.StartTimer, StartTimerCommandAttributes = new() };
        var start = TemporalBed.Start(ask => ask.WorkflowTaskTimeout = new() { Seconds = 100 });
        await bed.SendAsync(start);
        for (var i = 0; i < 2; i++)
        {
            var task = await temporal.TakeWorkflowTaskAsync(start.TaskQueue.Name);
            await WrongInputFacts.RefusedAsync(
                () =>
                    bed.SendAsync(
                        new RespondWorkflowTaskCompletedRequest
                        {
                            Namespace = Namespace,
                            TaskToken = task.TaskToken,
                            Commands = { wrong },
                        }), "TimerId is not set");
        }

        var waiting = (await temporal.DescribeAsync(start.WorkflowId)).PendingWorkflowTask;
        Assert.Equal((PendingWorkflowTaskState.Started, 2), (waiting.State, waiting.Attempt));
        var events = await bed.HistoryAsync(new() { WorkflowId = start.WorkflowId });
        Assert.Single(events, happened => happened.EventType == EventType.WorkflowTaskFailed);
    }

    [Fact]
    public async Task A_history_is_read_backwards_page_by_page()
    {
        var (run, _) = await bed.CommandAsync([]);
        var seen = new List<long>();
        var token = ByteString.Empty;
        do
        {
            var page = await bed.Service.GetWorkflowExecutionHistoryReverseAsync(
                new() { Namespace = Namespace, Execution = run, MaximumPageSize = 3, NextPageToken = token });
            seen.AddRange(page.History.Events.Select(happened => happened.EventId));
            token = page.NextPageToken;
        }
        while (!token.IsEmpty);

        Assert.Equal([4L, 3, 2, 1], seen);
        var other = new WorkflowExecution { WorkflowId = run.WorkflowId, RunId = Guid.NewGuid().ToString() };
        var first = await bed.Service.GetWorkflowExecutionHistoryAsync(
            new() { Namespace = Namespace, Execution = run, MaximumPageSize = 3 });
        await WrongInputFacts.RefusedAsync(
            () =>
                bed.Service.GetWorkflowExecutionHistoryAsync(
                    new() { Namespace = Namespace, Execution = other, NextPageToken = first.NextPageToken }),
                    "does not match the NextPageToken");
    }

    [Fact]
    public async Task A_poll_without_a_deadline_is_refused()
    {
        var poll = new Grpc.Core.Method<PollWorkflowTaskQueueRequest, PollWorkflowTaskQueueResponse>(
            Grpc.Core.MethodType.Unary, "temporal.api.workflowservice.v1.WorkflowService", "PollWorkflowTaskQueue",
            Grpc.Core.Marshallers.Create(ask => ask.ToByteArray(), PollWorkflowTaskQueueRequest.Parser.ParseFrom),
            Grpc.Core.Marshallers.Create(answer => answer.ToByteArray(), PollWorkflowTaskQueueResponse.Parser.ParseFrom));
        using var channel = GrpcChannel.ForAddress($"http://{temporal.Address}");
        var key = new Grpc.Core.Metadata { { "authorization", $"Bearer {temporal.WorkerKey}" } };
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(
            poll, null, new(key), new() { Namespace = Namespace, TaskQueue = new() { Name = "nobody" } });

        var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => call.ResponseAsync);
        Assert.Equal((Grpc.Core.StatusCode.InvalidArgument, "Context timeout is not set."), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task A_token_of_another_namespace_is_refused()
    {
        await temporal.CreateNamespaceAsync("elsewhere");
        var (_, task) = await ActivityAsync();
        var administrator = new TemporalBed(await temporal.ConnectAsync(RunningTemporal.AdministratorKey));

        await WrongInputFacts.RefusedAsync(
            () =>
                administrator.SendAsync(
                    new RespondActivityTaskCompletedRequest { Namespace = "elsewhere.local", TaskToken = task.TaskToken }),
                    "different namespace");
    }

    private async Task<(WorkflowExecution Run, PollActivityTaskQueueResponse Task)> ActivityAsync()
    {
        var queue = RunningTemporal.Unique("queue");
        var schedule = new Command
        {
            CommandType = CommandType.ScheduleActivityTask,
            ScheduleActivityTaskCommandAttributes = new()
            {
                ActivityId = "a",
                ActivityType = new() { Name = "Nothing" },
                TaskQueue = new() { Name = queue },
                StartToCloseTimeout = new() { Seconds = 600 },
            },
        };
        var (run, refusal) = await bed.CommandAsync([schedule]);
        Assert.Null(refusal);
        return (run, await temporal.TakeActivityTaskAsync(queue));
    }

    private async Task FailedAsync(WorkflowExecution run, string why)
    {
        var failed = Assert.Single(
            await bed.HistoryAsync(run), happened => happened.EventType == EventType.ActivityTaskFailed).ActivityTaskFailedEventAttributes;
        Assert.Equal(
            (why, true, RetryState.NonRetryableFailure),
            (failed.Failure.Message, failed.Failure.ServerFailureInfo.NonRetryable, failed.RetryState));
    }
}

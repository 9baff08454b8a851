using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Protocol.V1;
using Temporalio.Api.Update.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>What updates leave in a history, by hand: the same here and on Temporal's own server.</summary>
public abstract class TraceFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task An_update_that_is_rejected_leaves_no_trace()
    {
        var hand = await WaitingAsync();
        var update = hand.Service.UpdateWorkflowExecutionAsync(hand.Update());
        var task = await hand.TaskAsync();
        Assert.Equal([EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted], HandWorker.Types(task.History.Events).Skip(4));
        Assert.Equal((6, 3), (task.StartedEventId, task.PreviousStartedEventId));

        var heard = await AnswerAsync(hand, task, Reject(task));

        Assert.Equal(3, heard.ResetHistoryEventId);
        Assert.Equal("no", (await update).Outcome.Failure.Message);
        Assert.Equal(4, (await hand.HistoryAsync()).Count);
        await hand.SignalAsync("look");
        Assert.Equal(
            [EventType.WorkflowExecutionSignaled, EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted],
            HandWorker.Types((await hand.TaskAsync()).History.Events).Skip(4));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task An_update_that_is_taken_on_is_written_with_the_task_that_brought_it()
    {
        var hand = await WaitingAsync();
        var update = hand.Service.UpdateWorkflowExecutionAsync(hand.Update());
        var task = await hand.TaskAsync();

        var heard = await AnswerAsync(hand, task, [.. Accept(task), .. Finish(task)]);

        Assert.Equal(0, heard.ResetHistoryEventId);
        Assert.Equal(HandWorker.Text("yes"), Assert.Single((await update).Outcome.Success.Payloads_));
        Assert.Equal(
            [
                EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted, EventType.WorkflowTaskCompleted,
                EventType.WorkflowExecutionUpdateAccepted, EventType.WorkflowExecutionUpdateCompleted,
            ],
            HandWorker.Types(await hand.HistoryAsync()).Skip(4));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task What_happens_beside_an_update_makes_its_task_one_like_others()
    {
        var hand = await WaitingAsync();
        var update = hand.Service.UpdateWorkflowExecutionAsync(hand.Update());
        var task = await hand.TaskAsync();
        await hand.SignalAsync("look");

        Assert.Equal(0, (await AnswerAsync(hand, task, Reject(task))).ResetHistoryEventId);

        Assert.Equal("no", (await update).Outcome.Failure.Message);
        Assert.Equal(
            [
                EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted, EventType.WorkflowTaskCompleted,
                EventType.WorkflowExecutionSignaled,
                EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted,
            ],
            HandWorker.Types((await hand.TaskAsync()).History.Events).Skip(4));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task An_update_that_a_worker_passes_over_is_rejected()
    {
        var hand = await WaitingAsync();
        var update = hand.Service.UpdateWorkflowExecutionAsync(hand.Update());

        await hand.CompleteAsync(await hand.TaskAsync(), HandWorker.Timer());

        var why = (await update).Outcome.Failure;
        Assert.Equal(("UnprocessedUpdate", true), (why.ApplicationFailureInfo.Type, why.ApplicationFailureInfo.NonRetryable));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task An_update_whose_task_failed_comes_again()
    {
        var hand = await WaitingAsync();
        var update = hand.Service.UpdateWorkflowExecutionAsync(hand.Update());
        await hand.Service.RespondWorkflowTaskFailedAsync(new()
        {
            Namespace = temporal.Namespace,
            TaskToken = (await hand.TaskAsync()).TaskToken
        });

        var again = await hand.TaskAsync();

        Assert.Equal((2, "u"), (again.Attempt, Assert.Single(again.Messages).ProtocolInstanceId));
        await AnswerAsync(hand, again, [.. Accept(again), .. Finish(again)]);
        Assert.Equal(HandWorker.Text("yes"), Assert.Single((await update).Outcome.Success.Payloads_));
        Assert.Equal(
            [
                EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted, EventType.WorkflowTaskFailed,
                EventType.WorkflowTaskScheduled,
                EventType.WorkflowTaskStarted, EventType.WorkflowTaskCompleted, EventType.WorkflowExecutionUpdateAccepted,
                EventType.WorkflowExecutionUpdateCompleted,
            ],
            HandWorker.Types(await hand.HistoryAsync()).Skip(4));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task An_update_that_a_run_did_not_look_at_before_it_continued_as_new_is_the_next_runs()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.CompleteAsync(await hand.TaskAsync());
        var update = temporal.Client.GetWorkflowHandle<Negotiation>(hand.Id).StartUpdateAsync(talk => talk.AskAsync("a raise"),
            new("raise", WorkflowUpdateStage.Accepted));
        var task = await hand.TaskAsync();
        Assert.Equal("raise", Assert.Single(task.Messages).ProtocolInstanceId);

        await hand.CompleteAsync(task, HandCommands.ContinueAsNew());

        var next = await hand.TaskAsync();
        while (next.Messages.Count == 0)
        {
            await hand.CompleteAsync(next);
            next = await hand.TaskAsync();
        }
        Assert.Equal("raise", Assert.Single(next.Messages).ProtocolInstanceId);
        Assert.NotEqual(task.WorkflowExecution.RunId, next.WorkflowExecution.RunId);
        await hand.TerminateAsync();
        await Assert.ThrowsAsync<RpcException>(() => update);
    }

    /// <summary>A workflow that had its first turn, and waits.</summary>
    private async Task<HandWorker> WaitingAsync()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.CompleteAsync(await hand.TaskAsync());
        return hand;
    }

    private async Task<RespondWorkflowTaskCompletedResponse> AnswerAsync(HandWorker hand, PollWorkflowTaskQueueResponse task,
        Message[] messages)
    {
        var answer = new RespondWorkflowTaskCompletedRequest
        {
            Namespace = temporal.Namespace,
            TaskToken = task.TaskToken,
            Identity = "hand",
            Messages = { messages }
        };
        answer.Commands.Add(messages.Where(message => !message.Body.Is(Rejection.Descriptor)).Select(message =>
            new Temporalio.Api.Command.V1.Command
            {
                CommandType = CommandType.ProtocolMessage,
                ProtocolMessageCommandAttributes = new() { MessageId = message.Id },
            }));
        return await hand.Service.RespondWorkflowTaskCompletedAsync(answer);
    }

    private static Message[] Reject(PollWorkflowTaskQueueResponse task) =>
    [
        new()
        {
            Id = "rejection",
            ProtocolInstanceId = "u",
            Body = Any.Pack(new Rejection
            {
                RejectedRequestMessageId = task.Messages[0].Id,
                RejectedRequestSequencingEventId = task.Messages[0].EventId,
                RejectedRequest = task.Messages[0].Body.Unpack<Request>(),
                Failure = new() { Message = "no", ApplicationFailureInfo = new() },
            }),
        },
    ];

    private static Message[] Accept(PollWorkflowTaskQueueResponse task) =>
    [
        new()
        {
            Id = "acceptance",
            ProtocolInstanceId = "u",
            Body = Any.Pack(new Acceptance
            {
                AcceptedRequestMessageId = task.Messages[0].Id,
                AcceptedRequestSequencingEventId = task.Messages[0].EventId,
                AcceptedRequest = task.Messages[0].Body.Unpack<Request>(),
            }),
        },
    ];

    private static Message[] Finish(PollWorkflowTaskQueueResponse task) =>
    [
        new()
        {
            Id = "outcome",
            ProtocolInstanceId = "u",
            Body = Any.Pack(new Response
            {
                Meta = task.Messages[0].Body.Unpack<Request>().Meta,
                Outcome = new() { Success = new() { Payloads_ = { HandWorker.Text("yes") } } },
            }),
        },
    ];
}

public sealed class TraceTests(RunningTemporal temporal) : TraceFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealTraceTests(ServedDevServer temporal) : TraceFacts(temporal);

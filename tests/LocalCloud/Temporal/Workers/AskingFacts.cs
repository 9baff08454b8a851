using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Queries that cannot be answered: the same here and on Temporal's own server.</summary>
public abstract class AskingFacts(IServedTemporal temporal)
{
    [Theory]
    [InlineData("runs", QueryRejectCondition.NotOpen, null)]
    [InlineData("has completed", QueryRejectCondition.NotOpen, WorkflowExecutionStatus.Completed)]
    [InlineData("has completed", QueryRejectCondition.NotCompletedCleanly, null)]
    [InlineData("has failed", QueryRejectCondition.NotCompletedCleanly, WorkflowExecutionStatus.Failed)]
    public async Task A_query_says_of_which_workflows_it_wants_an_answer(string how, QueryRejectCondition unless,
        WorkflowExecutionStatus? rejected)
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.CompleteAsync(await hand.TaskAsync(), how switch
        {
            "has completed" => [HandWorker.Complete()],
            "has failed" => [HandCommands.Fail("no luck")],
            _ => [],
        });

        var asked = AskAsync(hand, unless);
        if (rejected is null)
            await hand.Service.RespondQueryTaskCompletedAsync(new()
            {
                Namespace = temporal.Namespace,
                TaskToken = (await hand.TaskAsync()).TaskToken,
                CompletedType = QueryResultType.Answered,
                QueryResult = new() { Payloads_ = { HandWorker.Text("answered") } },
            });

        var answer = await asked;
        Assert.Equal(rejected, answer.QueryRejected?.Status);
        if (rejected is null) Assert.Equal(HandWorker.Text("answered"), Assert.Single(answer.QueryResult.Payloads_));
        if (how == "runs") await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_query_that_was_answered_with_a_task_does_not_come_again()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        var asked = AskAsync(hand);
        var task = await hand.TaskAsync();
        while (task.Queries.Count == 0)
        {
            await hand.AnswerAsync(task, answer => answer.ForceCreateNewWorkflowTask = true);
            task = await hand.TaskAsync();
        }

        await hand.AnswerAsync(task, answer =>
        {
            answer.ForceCreateNewWorkflowTask = true;
            foreach (var id in task.Queries.Keys)
                answer.QueryResults.Add(id, new()
                {
                    ResultType = QueryResultType.Answered,
                    Answer = new() { Payloads_ = { HandWorker.Text("answered") } }
                });
        });

        Assert.Empty((await hand.TaskAsync()).Queries);
        Assert.Equal(HandWorker.Text("answered"), Assert.Single((await asked).QueryResult.Payloads_));
        await hand.TerminateAsync();
    }

    [Fact]
    public async Task A_query_that_a_worker_cannot_answer_fails_with_what_the_worker_says()
    {
        var hand = new HandWorker(temporal);
        await hand.StartAsync();
        await hand.CompleteAsync(await hand.TaskAsync());
        var asked = AskAsync(hand);

        var task = await hand.TaskAsync();
        Assert.Equal("any", task.Query.QueryType);
        await hand.Service.RespondQueryTaskCompletedAsync(new()
        {
            Namespace = temporal.Namespace,
            TaskToken = task.TaskToken,
            CompletedType = QueryResultType.Failed,
            ErrorMessage = "no such question",
        });

        var refused = await Assert.ThrowsAsync<RpcException>(() => asked);
        Assert.Equal((RpcException.StatusCode.InvalidArgument, "no such question"), (refused.Code, refused.Message));
        Assert.Equal(4, (await hand.HistoryAsync()).Count);
        await hand.TerminateAsync();
    }

    [Theory]
    [InlineData("that never ran", RpcException.StatusCode.NotFound)]
    [InlineData("that ended before a worker saw it", RpcException.StatusCode.FailedPrecondition)]
    [InlineData("whose task keeps failing", RpcException.StatusCode.FailedPrecondition)]
    public async Task A_workflow_cannot_be_asked(string which, RpcException.StatusCode status)
    {
        var hand = new HandWorker(temporal);
        if (which != "that never ran") await hand.StartAsync();
        if (which == "that ended before a worker saw it") await hand.TerminateAsync();
        if (which == "whose task keeps failing")
        {
            for (var attempt = 1; attempt <= 3; attempt++)
                await hand.Service.RespondWorkflowTaskFailedAsync(new()
                {
                    Namespace = temporal.Namespace,
                    TaskToken = (await hand.TaskAsync()).TaskToken
                });
        }

        Assert.Equal(status, await HandWorker.RefusedAsync(() => AskAsync(hand)));
    }

    private async Task<QueryWorkflowResponse> AskAsync(HandWorker hand, QueryRejectCondition unless = QueryRejectCondition.None) =>
        await hand.Service.QueryWorkflowAsync(
            new()
            {
                Namespace = temporal.Namespace,
                Execution = hand.Execution,
                Query = new() { QueryType = "any" },
                QueryRejectCondition = unless
            },
            new() { Timeout = TimeSpan.FromSeconds(30), Retry = false });
}

public sealed class AskingTests(RunningTemporal temporal) : AskingFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealAskingTests(ServedDevServer temporal) : AskingFacts(temporal);

using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>How far updates come: the same here and on Temporal's own server.</summary>
public abstract class StageFacts(IServedTemporal temporal)
{
    [Theory]
    [InlineData("completes")]
    [InlineData("fails")]
    [InlineData("continues as new")]
    [InlineData("is terminated")]
    public async Task An_update_that_was_accepted_fails_when_its_run_ends_before_it(string how)
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await StartAsync(queue);
            var update = await handle.StartUpdateAsync(talk => talk.AskAsync("a raise"), new(WorkflowUpdateStage.Accepted));
            Assert.NotNull(update.WorkflowRunId);

            if (how == "is terminated") await handle.TerminateAsync();
            else await handle.SignalAsync(talk => talk.EndAsync(how));

            var failed = await Assert.ThrowsAsync<WorkflowUpdateFailedException>(() => update.GetResultAsync());
            Assert.Equal("AcceptedUpdateCompletedWorkflow", Assert.IsType<ApplicationFailureException>(failed.InnerException).ErrorType);
            if (how == "continues as new") await temporal.Client.GetWorkflowHandle(handle.Id).TerminateAsync();
        });
    }

    [Fact]
    public async Task An_update_waits_for_a_worker_and_its_caller_may_give_up_meanwhile()
    {
        var queue = RunningTemporal.Unique("queue");
        var handle = await StartAsync(queue);
        using var timeout = new CancellationTokenSource();
        var given = handle.ExecuteUpdateAsync(talk => talk.AskAsync("a raise"),
            new("raise") { Rpc = new() { CancellationToken = timeout.Token } });
        var waiting = handle.ExecuteUpdateAsync(talk => talk.AskAsync("nothing else"), new("raise"));
        await timeout.CancelAsync();
        await Assert.ThrowsAsync<WorkflowUpdateRpcTimeoutOrCanceledException>(() => given);

        using var worker = temporal.NewWorker(queue);
        await worker.ExecuteAsync(async () =>
        {
            await handle.SignalAsync(talk => talk.GrantAsync());
            var answer = await waiting;
            Assert.Contains(answer, (string[])["granted a raise", "granted nothing else"]);
            Assert.Equal(answer, await handle.GetUpdateHandle<string>("raise").GetResultAsync());
        }).WaitAsync(TimeSpan.FromSeconds(90));

        Assert.Single((await handle.FetchHistoryAsync()).Events,
            happened => happened.EventType == EventType.WorkflowExecutionUpdateAccepted);
        await handle.TerminateAsync();
    }

    [Fact]
    public async Task An_update_that_fails_says_why_and_its_workflow_goes_on()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await StartAsync(queue);

            var failed = await Assert.ThrowsAsync<WorkflowUpdateFailedException>(() =>
                handle.ExecuteUpdateAsync(talk => talk.AskAsync("too much")));

            var why = Assert.IsType<ApplicationFailureException>(failed.InnerException);
            Assert.Equal(("never", "Refused"), (why.Message, why.ErrorType));
            var completed = (await handle.FetchHistoryAsync()).Events.Single(happened =>
                happened.EventType == EventType.WorkflowExecutionUpdateCompleted)
                .WorkflowExecutionUpdateCompletedEventAttributes;
            Assert.Equal("never", completed.Outcome.Failure.Message);
            Assert.Equal(WorkflowExecutionStatus.Running, (await handle.DescribeAsync()).Status);
            await handle.TerminateAsync();
        });
    }

    [Fact]
    public async Task What_came_of_an_update_is_told_after_the_end_and_no_other_begins()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await StartAsync(queue);
            await handle.SignalAsync(talk => talk.GrantAsync());
            Assert.Equal("granted a raise", await handle.ExecuteUpdateAsync(talk => talk.AskAsync("a raise"), new("raise")));
            await handle.SignalAsync(talk => talk.EndAsync("in peace"));
            Assert.Equal("in peace", await handle.GetResultAsync());

            Assert.Equal("granted a raise", await handle.GetUpdateHandle<string>("raise").GetResultAsync());
            Assert.Equal("granted a raise", await handle.ExecuteUpdateAsync(talk => talk.AskAsync("another"), new("raise")));
            var refused = await Assert.ThrowsAsync<RpcException>(() => handle.ExecuteUpdateAsync(talk => talk.AskAsync("another")));
            Assert.Equal(RpcException.StatusCode.NotFound, refused.Code);
            var unknown = await Assert.ThrowsAsync<RpcException>(() => handle.GetUpdateHandle<string>("other").GetResultAsync());
            Assert.Equal(RpcException.StatusCode.NotFound, unknown.Code);
        });
    }

    [Fact]
    public async Task Update_with_start_has_started_its_workflow_though_its_caller_gives_up()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var id = RunningTemporal.Unique("negotiation");
            var start = WithStartWorkflowOperation.Create(
                (Negotiation talk) => talk.RunAsync(), new(id, queue) { IdConflictPolicy = WorkflowIdConflictPolicy.Fail });
            using var timeout = new CancellationTokenSource();
            var update = temporal.Client.ExecuteUpdateWithStartWorkflowAsync(
                (Negotiation talk) => talk.AskAsync("a raise"), new(start) { Rpc = new() { CancellationToken = timeout.Token } });
            var handle = temporal.Client.GetWorkflowHandle<Negotiation, string>(id);
            await RunningTemporal.UntilAsync(async () => await Record.ExceptionAsync(() => handle.DescribeAsync()) is null);

            await timeout.CancelAsync();

            await Assert.ThrowsAsync<WorkflowUpdateRpcTimeoutOrCanceledException>(() => update);
            Assert.Equal(WorkflowExecutionStatus.Running, (await handle.DescribeAsync()).Status);
            await handle.TerminateAsync();
        });
    }

    private Task<WorkflowHandle<Negotiation, string>> StartAsync(string queue) => temporal.Client.StartWorkflowAsync(
        (Negotiation talk) => talk.RunAsync(), new(RunningTemporal.Unique("negotiation"), queue));
}

public sealed class StageTests(RunningTemporal temporal) : StageFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealStageTests(ServedDevServer temporal) : StageFacts(temporal);

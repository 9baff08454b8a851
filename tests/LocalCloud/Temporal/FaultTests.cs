using PipAi.LocalCloud.Faults;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class FaultTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Theory]
    [InlineData(403, null, RpcException.StatusCode.PermissionDenied)]
    [InlineData(404, null, RpcException.StatusCode.NotFound)]
    [InlineData(400, "FAILED_PRECONDITION", RpcException.StatusCode.FailedPrecondition)]
    public async Task A_scripted_status_is_the_named_or_the_nearest_one_of_gRPC(int code, string? named, RpcException.StatusCode expected)
    {
        temporal.Faults.Add(
            new() { Service = "temporal", Operation = "CountWorkflow*", Effect = new FaultEffect.Status(code, Error: named), Times = 1 });

        var error = await Assert.ThrowsAsync<RpcException>(() => temporal.Client.CountWorkflowsAsync(""));

        Assert.Equal(expected, error.Code);
        Assert.Equal(0, (await temporal.Client.CountWorkflowsAsync("WorkflowId = 'none'")).Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_client_repeats_by_itself_what_was_refused_for_now(int code)
    {
        temporal.Faults.Add(
            new() { Service = "temporal", Operation = "CountWorkflowExecutions", Effect = new FaultEffect.Status(code), Times = 1 });

        Assert.Equal(0, (await temporal.Client.CountWorkflowsAsync("WorkflowId = 'none'")).Count);
        Assert.Empty(temporal.Faults.Faults);
    }

    [Fact]
    public async Task A_start_whose_answer_is_lost_is_repeated_by_the_client_and_starts_one_workflow()
    {
        var id = RunningTemporal.Unique("talk");
        temporal.Faults.Add(
            new() { Service = "temporal", Operation = "StartWorkflowExecution", Effect = new FaultEffect.LoseAnswer(), Times = 1 });

        await temporal.Client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), new(id, "a-queue"));

        Assert.Empty(temporal.Faults.Faults);
        Assert.Equal(1, (await temporal.Client.CountWorkflowsAsync($"WorkflowId = '{id}'")).Count);
    }

    [Fact]
    public async Task A_lagging_call_takes_that_much_longer()
    {
        temporal.Faults.Add(
            new()
            {
                Service = "temporal",
                Operation = "CountWorkflowExecutions",
                Effect = new FaultEffect.Lag(TimeSpan.FromMilliseconds(300)),
                Times = 1,
            });
        var began = TimeProvider.System.GetTimestamp();

        await temporal.Client.CountWorkflowsAsync("");

        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task A_region_that_is_cut_off_does_no_more_work_until_it_is_back_while_another_goes_on()
    {
        var queue = RunningTemporal.Unique("queue");
        var cut = await temporal.ConnectAsync(temporal.WorkerKey, identity: "iad/1@workers");
        var whole = await temporal.ConnectAsync(temporal.WorkerKey, identity: "ord/2@workers");
        using var iad = temporal.Worker(queue, client: cut);
        using var ord = temporal.Worker(queue, client: whole);
        await ord.ExecuteAsync(() => iad.ExecuteAsync(async () =>
        {
            await ProcessAsync(queue);
            var fault = temporal.Faults.Add(new() { Service = "temporal", Region = "iad", Effect = new FaultEffect.Dark() });
            await Assert.ThrowsAsync<RpcException>(() => cut.StartWorkflowAsync(
                (Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), queue) { Rpc = Impatient }));

            for (var i = 0; i < 5; i++) Assert.Equal(["ord/2@workers"], await ProcessAsync(queue));

            temporal.Faults.Remove(fault.Id);
            await RunningTemporal.UntilAsync(async () => (await ProcessAsync(queue)).Contains("iad/1@workers"));
        })).WaitAsync(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task When_the_active_region_is_dark_a_failover_brings_the_namespace_back()
    {
        await temporal.CreateNamespaceAsync("failing", "aws-us-west-2", "aws-ca-central-1");
        var client = await temporal.ConnectAsync(RunningTemporal.AdministratorKey, "failing.local");
        var dark = temporal.Faults.Add(new() { Service = "temporal", Region = "aws-us-west-2", Effect = new FaultEffect.Dark() });
        await Assert.ThrowsAsync<RpcException>(() => client.StartWorkflowAsync(
            (Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), "a-queue") { Rpc = Impatient }));

        await temporal.FulfilAsync((await temporal.Cloud.CloudService.FailoverNamespaceRegionAsync(
            new() { Namespace = "failing.local", Region = "aws-ca-central-1" })).AsyncOperation);

        await client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), new(RunningTemporal.Unique("talk"), "a-queue"));
        temporal.Faults.Remove(dark.Id);
    }

    private static RpcOptions Impatient => new() { Timeout = TimeSpan.FromMilliseconds(500) };

    /// <summary>Runs a workflow and answers which workers completed its activities.</summary>
    private async Task<string[]> ProcessAsync(string queue)
    {
        var handle = await temporal.Client.StartWorkflowAsync(
            (Loop loop) => loop.RunAsync(2, 10), new(RunningTemporal.Unique("loop"), queue) { TaskTimeout = TimeSpan.FromSeconds(1) });
        await handle.GetResultAsync();
        return [.. (await handle.FetchHistoryAsync()).Events.Select(happened => happened.ActivityTaskCompletedEventAttributes?.Identity)
            .OfType<string>().Distinct()];
    }
}

using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>
/// Workflows that are asked to cancel while they wait, by the SDK's own workers: the same here and on Temporal's own server.
/// </summary>
public abstract class CancellationFacts(IServedTemporal temporal)
{
    [Theory]
    [InlineData("a timer", EventType.TimerStarted, "cancelled", EventType.TimerCanceled)]
    [InlineData("a timer, and then for another", EventType.TimerStarted, "finished though cancelled", EventType.TimerFired)]
    [InlineData("a condition", EventType.WorkflowTaskCompleted, "cancelled", EventType.WorkflowExecutionCanceled)]
    [InlineData("an activity that it tells", EventType.ActivityTaskScheduled, "cancelled", EventType.ActivityTaskCancelRequested)]
    [InlineData("an activity until that has ended", EventType.ActivityTaskScheduled, "did what it wanted", EventType.ActivityTaskCompleted)]
    [InlineData("an activity that it leaves", EventType.ActivityTaskScheduled, "cancelled", EventType.WorkflowExecutionCanceled)]
    [InlineData(
        "a child that it tells", EventType.ChildWorkflowExecutionStarted, "cancelled",
        EventType.RequestCancelExternalWorkflowExecutionInitiated)]
    [InlineData(
        "a child until that is told", EventType.ChildWorkflowExecutionStarted, "cancelled",
        EventType.ExternalWorkflowExecutionCancelRequested)]
    [InlineData(
        "a child until that has ended", EventType.ChildWorkflowExecutionStarted, "cancelled", EventType.ChildWorkflowExecutionCanceled)]
    [InlineData("a child that it leaves", EventType.ChildWorkflowExecutionStarted, "cancelled", EventType.WorkflowExecutionCanceled)]
    public async Task A_workflow_is_cancelled_while_it_waits_for(string what, EventType begins, string ends, EventType told)
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync((Stoppable workflow) => workflow.RunAsync(what),
                new(RunningTemporal.Unique("stop"), queue));
            await RunningTemporal.UntilAsync(async () => (await EventsAsync(handle)).Contains(begins));
            if (begins == EventType.ActivityTaskScheduled)
                await RunningTemporal.UntilAsync(async () =>
                    await temporal.PendingAsync(handle.Id) is [{ State: PendingActivityState.Started }]);

            await handle.CancelAsync();

            Assert.Equal(ends, await ResultAsync(handle));
            var events = await EventsAsync(handle);
            Assert.Contains(told, events);
            if (what == "an activity that it leaves") Assert.DoesNotContain(EventType.ActivityTaskCancelRequested, events);
            if (what == "a child that it leaves") Assert.DoesNotContain(EventType.RequestCancelExternalWorkflowExecutionInitiated, events);
            await EndChildAsync(handle);
        });
    }

    [Fact]
    public async Task A_local_activity_is_told_without_a_word_to_the_server()
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync((Stoppable workflow) => workflow.RunAsync("a local activity"),
                new(RunningTemporal.Unique("stop"), queue) { TaskTimeout = TimeSpan.FromSeconds(2) });
            // Its task is kept alive: a new one follows, in which the request to cancel comes.
            await RunningTemporal.UntilAsync(async () => (await EventsAsync(handle)).Contains(EventType.WorkflowTaskStarted));

            await handle.CancelAsync();

            Assert.Equal("did what it wanted", await ResultAsync(handle));
            Assert.True(StoppableActivities.Told.ContainsKey(handle.Id));
            Assert.DoesNotContain(EventType.ActivityTaskScheduled, await EventsAsync(handle));
        });
    }

    private static async Task<string> ResultAsync(WorkflowHandle<Stoppable, string> handle)
    {
        try
        {
            return await handle.GetResultAsync();
        }
        catch (WorkflowFailedException failure) when (failure.InnerException is CanceledFailureException)
        {
            return "cancelled";
        }
    }

    private static async Task<EventType[]> EventsAsync(WorkflowHandle handle) =>
        HandWorker.Types((await handle.FetchHistoryAsync()).Events);

    /// <summary>A child that was let go would run for ever.</summary>
    private async Task EndChildAsync(WorkflowHandle parent)
    {
        var started = (await parent.FetchHistoryAsync()).Events.FirstOrDefault(happened =>
            happened.EventType == EventType.ChildWorkflowExecutionStarted);
        if (started is null) return;
        try
        {
            await temporal.Client.GetWorkflowHandle(started.ChildWorkflowExecutionStartedEventAttributes.WorkflowExecution.WorkflowId)
                .TerminateAsync();
        }
        catch (RpcException error) when (error.Code == RpcException.StatusCode.NotFound)
        {
            // It heard that it was cancelled.
        }
    }
}

public sealed class CancellationTests(RunningTemporal temporal) : CancellationFacts(temporal), IClassFixture<RunningTemporal>;

[Collection(nameof(ServedDevServer))]
public sealed class RealCancellationTests(ServedDevServer temporal) : CancellationFacts(temporal);

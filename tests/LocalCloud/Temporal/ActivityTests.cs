using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

public sealed class ActivityTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Fact]
    public async Task A_failed_attempt_is_repeated_and_a_timer_fires()
    {
        var result = await temporal.WithWorkerAsync(queue => temporal.Client.ExecuteWorkflowAsync(
            (RetryThenWait workflow) => workflow.RunAsync("hello"), new(RunningTemporal.Unique("retry"), queue)));

        Assert.Equal("hello at attempt 2", result);
    }

    [Fact]
    public async Task A_silent_attempt_times_out_and_the_next_one_knows_what_it_said_last()
    {
        var id = RunningTemporal.Unique("silent");

        var result = await temporal.WithWorkerAsync(async queue =>
        {
            var result = await temporal.Client.ExecuteWorkflowAsync((Listener workflow) => workflow.RunAsync(), new(id, queue));
            await RunningTemporal.UntilAsync(() => Task.FromResult(TestActivities.CancelReasons.ContainsKey(id)));
            return result;
        });

        Assert.Equal("attempt 2 knows 3", result);
        Assert.Equal(ActivityCancelReason.Timeout, TestActivities.CancelReasons[id]);
    }

    [Fact]
    public async Task A_cancelled_workflow_tells_its_activity_through_the_heartbeat()
    {
        var id = RunningTemporal.Unique("cancel");

        var result = await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync((Patient workflow) => workflow.RunAsync(), new(id, queue));
            await RunningTemporal.UntilAsync(
                async () => (await temporal.DescribeAsync(id)).PendingActivities is [{ State: PendingActivityState.Started }]);
            await handle.CancelAsync();
            return await handle.GetResultAsync();
        });

        Assert.Equal("cleaned up", result);
        Assert.Equal(ActivityCancelReason.CancelRequested, TestActivities.CancelReasons[id]);
    }

    [Theory]
    [InlineData("FailsForGood", "there is no way", 1)]
    [InlineData("AlwaysFails", "again and again", 3)]
    public async Task An_activity_fails_when_its_retries_say_so(string activity, string message, int attempts)
    {
        var id = RunningTemporal.Unique("doomed");

        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => temporal.WithWorkerAsync(async queue =>
        {
            await temporal.Client.ExecuteWorkflowAsync((Doomed workflow) => workflow.RunAsync(activity), new(id, queue));
            return 0;
        }));

        Assert.Equal(message, failure.InnerException!.InnerException!.Message);
        var history = await temporal.Client.GetWorkflowHandle(id).FetchHistoryAsync();
        var started = Assert.Single(history.Events, happened => happened.EventType == EventType.ActivityTaskStarted);
        Assert.Equal(attempts, started.ActivityTaskStartedEventAttributes.Attempt);
    }

    [Theory]
    [InlineData("", TimeoutType.StartToClose)]
    [InlineData("a-queue-without-workers", TimeoutType.ScheduleToStart)]
    public async Task An_activity_that_takes_too_long_times_out(string activityQueue, TimeoutType expected)
    {
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => temporal.WithWorkerAsync(queue => temporal.Client
            .ExecuteWorkflowAsync((Hasty workflow) => workflow.RunAsync(activityQueue), new(RunningTemporal.Unique("hasty"), queue))));

        Assert.Equal(expected, Assert.IsType<TimeoutFailureException>(failure.InnerException!.InnerException).TimeoutType);
    }

    [Fact]
    public async Task An_activity_can_be_finished_from_elsewhere_by_its_id()
    {
        var id = RunningTemporal.Unique("elsewhere");
        await temporal.WithWorkerAsync(
            async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync((Patient workflow) => workflow.RunAsync(), new(id, queue));
            await RunningTemporal.UntilAsync(async () => (await temporal.DescribeAsync(id)).PendingActivities.Count == 1);
            var activity = (await temporal.DescribeAsync(id)).PendingActivities[0].ActivityId;
            await temporal.Client.GetAsyncActivityHandle(id, "", activity).CompleteAsync();
            Assert.Equal("not cancelled", await handle.GetResultAsync());
            return 0;
        },
            options => options.LocalActivityWorkerOnly = true);
    }
}

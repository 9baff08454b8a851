using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>Activities at the SDK's own workers: the same here and on Temporal's own server.</summary>
public abstract class WorkFacts(IServedTemporal temporal)
{
    [Fact]
    public async Task An_activity_knows_what_it_is_part_of()
    {
        ActivityInfo? info = null;
        [Activity]
        string Look()
        {
            info = ActivityExecutionContext.Current.Info;
            return "seen";
        }

        await temporal.WithWorkerAsync(
            async queue =>
        {
            var handle = await StartAsync(queue, new("Look", Priority: 1));
            Assert.Equal("seen", await handle.GetResultAsync());

            Assert.Equal((handle.Id, handle.ResultRunId, "Errand", temporal.Namespace), (info!.WorkflowId, info.WorkflowRunId,
                info.WorkflowType, info.WorkflowNamespace));
            Assert.Equal((1, "Look", queue, false), (info.Attempt, info.ActivityType, info.TaskQueue, info.IsLocal));
            Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)), (info.StartToCloseTimeout, info.HeartbeatTimeout));
            Assert.Equal(1, info.Priority?.PriorityKey);
            Assert.InRange(info.StartedTime, info.CurrentAttemptScheduledTime, DateTime.UtcNow.AddMinutes(1));
            var scheduled = (await handle.FetchHistoryAsync()).Events.Single(happened =>
                happened.EventType == EventType.ActivityTaskScheduled);
            Assert.Equal("\"an errand\"", scheduled.UserMetadata.Summary.Data.ToStringUtf8());
        },
            options =>
            {
                // Temporal's own server tells no priority of one that comes with the answer which commands it.
                options.DisableEagerActivityExecution = true;
                options.AddActivity(Look);
            });
    }

    [Fact]
    public async Task A_failure_keeps_its_type_its_details_its_cause_and_its_category()
    {
        [Activity]
        static string Break() => throw new ApplicationFailureException(
            "outer", new InvalidOperationException("inner"), "Broken", nonRetryable: true, details: [7,
                "eight"], category: ApplicationErrorCategory.Benign);

        await temporal.WithWorkerAsync(
            async queue =>
        {
            var failed = await Assert.ThrowsAsync<WorkflowFailedException>(async () => await (await StartAsync(queue, new("Break",
                Attempts: 0))).GetResultAsync());

            var activity = Assert.IsType<ActivityFailureException>(failed.InnerException);
            Assert.Equal(("Break", RetryState.NonRetryableFailure), (activity.ActivityType, activity.RetryState));
            var outer = Assert.IsType<ApplicationFailureException>(activity.InnerException);
            Assert.Equal(("outer", "Broken", true, ApplicationErrorCategory.Benign), (outer.Message, outer.ErrorType, outer.NonRetryable,
                outer.Category));
            Assert.Equal((7, "eight"), (outer.Details.ElementAt<int>(0), outer.Details.ElementAt<string>(1)));
            var inner = Assert.IsType<ApplicationFailureException>(outer.InnerException);
            Assert.Equal(("inner", "InvalidOperationException"), (inner.Message, inner.ErrorType));
        },
            options => options.AddActivity(Break));
    }

    [Theory]
    [InlineData("completes")]
    [InlineData("fails")]
    [InlineData("is cancelled")]
    public async Task An_activity_is_finished_from_elsewhere_by_its_token(string how)
    {
        var token = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        [Activity]
        string Leave()
        {
            token.SetResult(ActivityExecutionContext.Current.Info.TaskToken);
            throw new CompleteAsyncException();
        }

        await temporal.WithWorkerAsync(
            async queue =>
        {
            var handle = await StartAsync(queue, new("Leave"));
            var activity = temporal.Client.GetAsyncActivityHandle(await token.Task);
            await activity.HeartbeatAsync(new() { Details = ["page 7"] });
            Assert.Equal("\"page 7\"",
                Assert.Single((await temporal.PendingAsync(handle.Id))[0].HeartbeatDetails.Payloads_).Data.ToStringUtf8());
            if (how == "completes")
            {
                await activity.CompleteAsync("done");
                Assert.Equal("done", await handle.GetResultAsync());
                return;
            }
            if (how == "fails") await activity.FailAsync(new InvalidOperationException("no luck"));
            else await CancelAsync(handle, activity);
            var failed = await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.GetResultAsync());
            if (how == "is cancelled") Assert.IsType<CanceledFailureException>(failed.InnerException);
            else Assert.Equal("no luck", failed.InnerException!.InnerException!.Message);
        },
            options => options.AddActivity(Leave));
    }

    private static async Task CancelAsync(WorkflowHandle handle, AsyncActivityHandle activity)
    {
        await handle.CancelAsync();
        await RunningTemporal.UntilAsync(async () =>
            await Record.ExceptionAsync(() => activity.HeartbeatAsync()) is AsyncActivityCanceledException);
        await activity.ReportCancellationAsync();
    }

    [Theory]
    [InlineData("paused", "Paused, knows page 8")]
    [InlineData("reset", "Reset, knows page 8")]
    public async Task An_activity_that_somebody_holds_stops_and_goes_on_with_what_it_said_last(string how, string result)
    {
        await temporal.WithWorkerAsync(async queue =>
        {
            var handle = await StartAsync(queue, new("StopsAndGoesOn", Attempts: 0));
            var execution = new Temporalio.Api.Common.V1.WorkflowExecution { WorkflowId = handle.Id };
            await RunningTemporal.UntilAsync(async () =>
                await temporal.PendingAsync(handle.Id) is [{ State: PendingActivityState.Started, HeartbeatDetails: not null }]);

            if (how == "reset")
                await temporal.Client.WorkflowService.ResetActivityAsync(
                    new() { Namespace = temporal.Namespace, Execution = execution, Type = "StopsAndGoesOn" });
            else
            {
                await temporal.Client.WorkflowService.PauseActivityAsync(
                    new() { Namespace = temporal.Namespace, Execution = execution, Type = "StopsAndGoesOn" });
                await RunningTemporal.UntilAsync(async () =>
                    await temporal.PendingAsync(handle.Id) is [{ State: PendingActivityState.Paused }]);
                await temporal.Client.WorkflowService.UnpauseActivityAsync(
                    new() { Namespace = temporal.Namespace, Execution = execution, Type = "StopsAndGoesOn" });
            }

            Assert.Equal(result, await handle.GetResultAsync());
        });
    }

    [Fact]
    public async Task A_worker_that_stops_gives_its_activity_up_and_the_next_takes_it()
    {
        var queue = RunningTemporal.Unique("queue");
        WorkflowHandle<Errand, string> handle;
        using (var first = temporal.NewWorker(queue))
        {
            handle = await first.ExecuteAsync(async () =>
            {
                var begun = await StartAsync(queue, new("StopsWithItsWorker", Attempts: 0));
                // Its sign of life: that the worker was given it does not mean that it runs.
                await RunningTemporal.UntilAsync(async () =>
                    await temporal.PendingAsync(begun.Id) is [{ State: PendingActivityState.Started, HeartbeatDetails: not null }]);
                return begun;
            }).WaitAsync(TimeSpan.FromSeconds(90));
        }
        Assert.Equal("WorkerShutdown", StoppableActivities.Told[handle.Id]);

        using var second = temporal.NewWorker(queue);
        await second.ExecuteAsync(async () => Assert.Equal("attempt 2", await handle.GetResultAsync())).WaitAsync(TimeSpan.FromSeconds(90));

        var started = (await handle.FetchHistoryAsync()).Events.Single(happened =>
            happened.EventType == EventType.ActivityTaskStarted).ActivityTaskStartedEventAttributes;
        Assert.Equal("WorkerShutdown", started.LastFailure.ApplicationFailureInfo.Type);
    }

    [Fact]
    public async Task Activities_for_which_a_worker_has_no_room_wait_until_their_time_is_over()
    {
        await temporal.WithWorkerAsync(
            async queue =>
        {
            var handle = await temporal.Client.StartWorkflowAsync(
                (Errands workflow) => workflow.RunAsync(3, new("DoesNotStop", 1, 1, 0)), new(RunningTemporal.Unique("errands"), queue));

            var failed = await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.GetResultAsync());
            Assert.Equal(TimeoutType.ScheduleToStart,
                Assert.IsType<TimeoutFailureException>(failed.InnerException!.InnerException).TimeoutType);
            await RunningTemporal.UntilAsync(() => Task.FromResult(StoppableActivities.Told.ContainsKey(handle.Id)));
        },
            options => options.MaxConcurrentActivities = 2);
    }

    private protected Task<WorkflowHandle<Errand, string>> StartAsync(string queue, ErrandOrder order,
        Temporalio.Api.Common.V1.Priority? priority = null) =>
        temporal.Client.StartWorkflowAsync((Errand workflow) => workflow.RunAsync(order),
            new(RunningTemporal.Unique("errand"), queue) { Priority = priority is null ? null : new(priority.PriorityKey) });
}

public sealed class WorkTests(RunningTemporal temporal) : WorkFacts(temporal), IClassFixture<RunningTemporal>
{
    private readonly RunningTemporal temporal = temporal;

    // The development server does not heed priorities before 1.30; Temporal Cloud does.
    [Fact]
    public async Task Activities_that_wait_are_taken_by_priority()
    {
        var taken = new List<int>();
        [Activity]
        string Note()
        {
            lock (taken) taken.Add(ActivityExecutionContext.Current.Info.Priority?.PriorityKey ?? 0);
            return "noted";
        }
        var queue = RunningTemporal.Unique("queue");
        using var decider = temporal.NewWorker(queue, options => options.LocalActivityWorkerOnly = true);
        var handles = await decider.ExecuteAsync(async () =>
        {
            var started = new List<WorkflowHandle<Errand, string>>();
            foreach (var priority in (int[])[5, 0, 1, 4, 1])
            {
                started.Add(await StartAsync(queue, new("Note", Priority: priority), new() { PriorityKey = 2 }));
                await RunningTemporal.UntilAsync(async () => (await temporal.PendingAsync(started[^1].Id)).Count == 1);
            }
            return started;
        }).WaitAsync(TimeSpan.FromSeconds(90));

        using var worker = temporal.NewWorker(queue, options =>
        {
            options.AddActivity(Note);
            options.MaxConcurrentActivities = 1;
            options.MaxConcurrentActivityTaskPolls = 1;
        });
        await worker.ExecuteAsync(() => Task.WhenAll(handles.Select(handle =>
            handle.GetResultAsync()))).WaitAsync(TimeSpan.FromSeconds(90));

        Assert.Equal([1, 1, 2, 4, 5], taken);
    }
}

[Collection(nameof(ServedDevServer))]
public sealed class RealWorkTests(ServedDevServer temporal) : WorkFacts(temporal);

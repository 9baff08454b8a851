using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>A description says why a workflow waits.</summary>
public sealed class DescriptionTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    [Fact]
    public async Task An_activity_that_failed_shows_when_it_is_tried_again_for_how_long_and_who_tried_it()
    {
        var (id, queue) = (RunningTemporal.Unique("fails"), RunningTemporal.Unique("queue"));
        await temporal.Client.StartWorkflowAsync((Conversation talk) => talk.RunAsync(), new(id, queue));
        var task = await temporal.TakeWorkflowTaskAsync(queue);
        await temporal.Client.WorkflowService.RespondWorkflowTaskCompletedAsync(new()
        {
            Namespace = temporal.Namespace,
            TaskToken = task.TaskToken,
            Commands = { new Command
            {
                CommandType = CommandType.ScheduleActivityTask,
                ScheduleActivityTaskCommandAttributes = Patient(queue),
            } },
        });
        var activity = await temporal.TakeActivityTaskAsync(queue);
        await temporal.Client.WorkflowService.RespondActivityTaskFailedAsync(new()
        {
            Namespace = temporal.Namespace,
            TaskToken = activity.TaskToken,
            Failure = new() { Message = "not now", ApplicationFailureInfo = new() { Type = "Busy" } },
        });

        var waiting = Assert.Single((await temporal.DescribeAsync(id)).PendingActivities);

        Assert.Equal(
            (PendingActivityState.Scheduled, 2, "not now", "hand"),
            (waiting.State, waiting.Attempt, waiting.LastFailure.Message, waiting.LastWorkerIdentity));
        Assert.Equal(TimeSpan.FromHours(1), waiting.CurrentRetryInterval.ToTimeSpan());
        Assert.Equal(TimeSpan.FromHours(1), waiting.NextAttemptScheduleTime.ToDateTime() - waiting.LastAttemptCompleteTime.ToDateTime());
        Assert.Equal(TimeSpan.FromHours(9), waiting.ExpirationTime.ToDateTime() - activity.ScheduledTime.ToDateTime());
        Assert.Equal(TimeSpan.FromMinutes(2), waiting.ActivityOptions.StartToCloseTimeout.ToTimeSpan());
    }

    private static ScheduleActivityTaskCommandAttributes Patient(string queue) => new()
    {
        ActivityId = "1",
        ActivityType = new() { Name = "Any" },
        TaskQueue = new() { Name = queue },
        ScheduleToCloseTimeout = Duration.FromTimeSpan(TimeSpan.FromHours(9)),
        StartToCloseTimeout = Duration.FromTimeSpan(TimeSpan.FromMinutes(2)),
        RetryPolicy = new()
        {
            InitialInterval = Duration.FromTimeSpan(TimeSpan.FromHours(1)),
            MaximumInterval = Duration.FromTimeSpan(TimeSpan.FromHours(2)),
        },
    };

    [Fact]
    public async Task Limits_and_a_request_to_cancel_are_shown()
    {
        var id = RunningTemporal.Unique("talk");
        var handle = await temporal.Client.StartWorkflowAsync(
            (Conversation talk) => talk.RunAsync(),
            new(id, "nobody") { RunTimeout = TimeSpan.FromMinutes(5), ExecutionTimeout = TimeSpan.FromMinutes(9) });
        await handle.CancelAsync();

        var shown = await temporal.DescribeAsync(id);

        Assert.True(shown.WorkflowExtendedInfo.CancelRequested);
        var began = shown.WorkflowExecutionInfo.StartTime.ToDateTime();
        Assert.Equal(TimeSpan.FromMinutes(5), shown.WorkflowExtendedInfo.RunExpirationTime.ToDateTime() - began);
        Assert.Equal(9, (shown.WorkflowExtendedInfo.ExecutionExpirationTime.ToDateTime() - began).TotalMinutes, 0.1);
    }
}

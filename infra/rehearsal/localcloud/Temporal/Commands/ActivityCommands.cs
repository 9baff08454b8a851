using PipAi.LocalCloud.Temporal.Activities;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>What workflows command about activities.</summary>
internal sealed class ActivityCommands(ActivityScheduling scheduling, ActivityClosing closing)
{
    /// <summary>What the end of an activity says that was cancelled before a worker took it.</summary>
    private const string NotStarted = "ACTIVITY_ID_NOT_STARTED";

    /// <summary>Schedules one.</summary>
    public void Schedule(Run run, long completedEventId, Command command)
    {
        var asked = command.ScheduleActivityTaskCommandAttributes;
        var order = new ActivityTaskScheduledEventAttributes
        {
            ActivityId = asked.ActivityId,
            ActivityType = asked.ActivityType,
            TaskQueue = new() { Name = asked.TaskQueue.Name, Kind = TaskQueueKind.Normal },
            Header = asked.Header,
            Input = asked.Input,
            ScheduleToCloseTimeout = asked.ScheduleToCloseTimeout,
            ScheduleToStartTimeout = asked.ScheduleToStartTimeout,
            StartToCloseTimeout = asked.StartToCloseTimeout,
            HeartbeatTimeout = asked.HeartbeatTimeout,
            WorkflowTaskCompletedEventId = completedEventId,
            RetryPolicy = RetryDecision.WithDefaults(asked.RetryPolicy),
            UseWorkflowBuildId = asked.UseWorkflowBuildId,
            Priority = asked.Priority,
        };
        ActivityTimeouts.Fit(order, run.Started);
        var scheduled = run.Append(new HistoryEvent
        {
            EventType = EventType.ActivityTaskScheduled,
            UserMetadata = command.UserMetadata,
            ActivityTaskScheduledEventAttributes = order,
        });
        if (!asked.RequestEagerExecution) scheduling.Begin(run, run.Activities.Find(scheduled.EventId)!);
    }

    /// <summary>
    /// Starts one at the worker that commanded it, if it wanted that; null also where the same answer cancelled it again.
    /// </summary>
    public PollActivityTaskQueueResponse? StartEagerly(Run run, Command command, string worker)
    {
        if (command.ScheduleActivityTaskCommandAttributes is not { RequestEagerExecution: true, ActivityId: var id }) return null;
        var activity = run.Activities.All.SingleOrDefault(
            activity => activity.Order.ActivityId == id && activity.State == ActivityState.Scheduled);
        return activity is null ? null : scheduling.BeginAt(worker, run, activity);
    }

    /// <summary>Asks one to cancel: at once if no worker has it, else with the worker's next heartbeat.</summary>
    public void RequestCancel(Run run, long completedEventId, Command command)
    {
        var scheduledEventId = command.RequestCancelActivityTaskCommandAttributes.ScheduledEventId;
        run.Append(new HistoryEvent
        {
            EventType = EventType.ActivityTaskCancelRequested,
            ActivityTaskCancelRequestedEventAttributes = new()
            {
                ScheduledEventId = scheduledEventId,
                WorkflowTaskCompletedEventId = completedEventId,
            },
        });
        if (run.Activities.Find(scheduledEventId) is not { State: ActivityState.Scheduled or ActivityState.BackingOff } activity) return;
        activity.Identity = run.Events[(int)completedEventId - 1].WorkflowTaskCompletedEventAttributes.Identity;
        closing.Cancel(run, activity, new() { Payloads_ = { JsonPayload.Text(NotStarted) } });
    }
}

using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>
/// The commands of one answer, one after another against their run and those before them: nothing is carried out before all of them are
/// found right.
/// </summary>
internal sealed class CommandBatch(Run run, RespondWorkflowTaskCompletedRequest answer)
{
    private readonly HashSet<long> scheduledHere = [];
    private HashSet<string>? activities;
    private HashSet<string>? timers;
    private HashSet<string>? children;
    private int openChildren = run.Children.All.Count;
    private int heldBack = run.HeldBack.Count;
    private int messages = answer.Messages.Count;

    // The completion's own event comes first, and before it those of a task that is not written yet.
    private long eventId = run.Length + (run.WorkflowTask.Transient is null ? 1 : 3) + run.WorkflowTask.Unwritten.Count;

    /// <summary>What is wrong with the next command, whose fields are right; null if nothing is. The cause is null where it is the
    /// command's.</summary>
    public (WorkflowTaskFailedCause? Cause, string? Message)? Fault(Command command)
    {
        eventId++;
        return command.CommandType switch
        {
            CommandType.ScheduleActivityTask => Schedule(command.ScheduleActivityTaskCommandAttributes),
            CommandType.RequestCancelActivityTask => Told(Cancel(command.RequestCancelActivityTaskCommandAttributes.ScheduledEventId)),
            CommandType.StartTimer => Start(command.StartTimerCommandAttributes.TimerId),
            CommandType.CancelTimer => Told(Cancel(command.CancelTimerCommandAttributes.TimerId)),
            CommandType.StartChildWorkflowExecution => Start(command.StartChildWorkflowExecutionCommandAttributes),
            CommandType.SignalExternalWorkflowExecution =>
                Told(OtherNamespace(command.SignalExternalWorkflowExecutionCommandAttributes.Namespace)),
            CommandType.RequestCancelExternalWorkflowExecution =>
                Told(Cancel(command.RequestCancelExternalWorkflowExecutionCommandAttributes)),
            CommandType.ProtocolMessage => Told(Send(command.ProtocolMessageCommandAttributes.MessageId)),
            _ when CommandRules.IsClosing(command) => heldBack > 0 || run.Updates.HasUnsent
                ? (WorkflowTaskFailedCause.UnhandledCommand, null) : null,
            _ => null,
        };
    }

    private static (WorkflowTaskFailedCause?, string?)? Told(string? message) => message is null ? null : (null, message);

    private (WorkflowTaskFailedCause?, string?)? Schedule(ScheduleActivityTaskCommandAttributes asked)
    {
        if (RunTimeouts.Of(asked.StartToCloseTimeout) is null && RunTimeouts.Of(asked.ScheduleToCloseTimeout) is null)
            return (null,
                $"A valid StartToClose or ScheduleToCloseTimeout is not set on ScheduleActivityTaskCommand. ActivityId={asked.ActivityId}");
        activities ??=
            [.. run.Activities.All.Where(activity => activity.State != ActivityState.Closed).Select(activity => activity.Order.ActivityId)];
        if (activities.Count >= Limits.Pending)
            return (WorkflowTaskFailedCause.PendingActivitiesLimitExceeded, AtLimit("pending activities", activities.Count));
        scheduledHere.Add(eventId);
        return activities.Add(asked.ActivityId) ? null
            : (WorkflowTaskFailedCause.ScheduleActivityDuplicateId, $"ActivityID: {asked.ActivityId}");
    }

    private string? Cancel(long scheduledEventId)
    {
        if (scheduledEventId <= 0) return "ScheduledEventId is not set on RequestCancelActivityTaskCommand.";
        var isKnown = run.Activities.Find(scheduledEventId) is { CancelRequestedEventId: 0 };
        // A second request for the same one is refused as well.
        return isKnown || scheduledHere.Remove(scheduledEventId) ? null : $"ScheduledEventID: {scheduledEventId}";
    }

    private (WorkflowTaskFailedCause?, string?)? Start(string timerId)
    {
        timers ??= [.. run.Timers.All.Select(timer => timer.Id)];
        return timers.Add(timerId) ? null : (WorkflowTaskFailedCause.StartTimerDuplicateId, $"TimerID: {timerId}");
    }

    private string? Cancel(string timerId)
    {
        timers ??= [.. run.Timers.All.Select(timer => timer.Id)];
        if (!timers.Remove(timerId)) return $"TimerID: {timerId}";
        // It fired, but the workflow will never be told.
        if (run.Timers.Find(timerId) is { HasFired: true }) heldBack--;
        return null;
    }

    private (WorkflowTaskFailedCause?, string?)? Start(StartChildWorkflowExecutionCommandAttributes asked)
    {
        if (OtherNamespace(asked.Namespace) is { } other) return (null, other);
        if (openChildren >= Limits.Pending)
            return (WorkflowTaskFailedCause.PendingChildWorkflowsLimitExceeded, AtLimit("pending child workflow executions", openChildren));
        openChildren++;
        (children ??= []).Add(asked.WorkflowId);
        return null;
    }

    private string? Cancel(RequestCancelExternalWorkflowExecutionCommandAttributes asked)
    {
        if (asked.RunId.Length > 0 && !Guid.TryParseExact(asked.RunId, "D", out _))
            return $"Invalid RunId set on RequestCancelExternalWorkflowExecutionCommand. WorkflowId={asked.WorkflowId} RunId={asked.RunId}";
        return children?.Contains(asked.WorkflowId) == true
            ? $"Start and RequestCancel for child workflow is not allowed in same workflow task. WorkflowId={asked.WorkflowId}"
            : OtherNamespace(asked.Namespace);
    }

    private string? Send(string messageId)
    {
        messages--;
        return messages >= 0 && answer.Messages.Any(message => message.Id == messageId) ? null
            : $"ProtocolMessageCommand referenced absent message ID {messageId}";
    }

    private string? OtherNamespace(string named) =>
        named.Length == 0 || named == run.Key.Namespace ? null
            : $"unable to process cross namespace command between {run.Key.Namespace} and {named}";

    private static string AtLimit(string what, int count) =>
        $"the number of {what}, {count}, has reached the per-workflow limit of {Limits.Pending}";
}

using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Dispatch;

/// <summary>Starts, fires and cancels the timers of workflows.</summary>
internal sealed class WorkflowTimers(SerialExecutor executor, EventBuffer events)
{
    /// <summary>A workflow starts one.</summary>
    public void Start(Run run, long completedEventId, Command command)
    {
        var asked = command.StartTimerCommandAttributes;
        run.Append(new HistoryEvent
        {
            EventType = EventType.TimerStarted,
            UserMetadata = command.UserMetadata,
            TimerStartedEventAttributes = new()
            {
                TimerId = asked.TimerId,
                StartToFireTimeout = asked.StartToFireTimeout ?? new Duration(),
                WorkflowTaskCompletedEventId = completedEventId,
            },
        });
        Watch(run, run.Timers.Find(asked.TimerId)!);
    }

    /// <summary>A workflow cancels one. One that fired during the worker's turn is cancelled too: the workflow never saw it fire.</summary>
    public static void Cancel(Run run, long completedEventId, Command command)
    {
        var timerId = command.CancelTimerCommandAttributes.TimerId;
        var timer = run.Timers.Find(timerId)!;
        timer.Alarm?.Dispose();
        run.DropHeldBackTimer(timerId);
        run.Append(new HistoryEvent
        {
            EventType = EventType.TimerCanceled,
            TimerCanceledEventAttributes = new()
            {
                TimerId = timerId,
                StartedEventId = timer.StartedEventId,
                WorkflowTaskCompletedEventId = completedEventId,
                Identity = run.Events[(int)completedEventId - 1].WorkflowTaskCompletedEventAttributes.Identity,
            },
        });
    }

    /// <summary>Waits for a timer, also after a restart of the service.</summary>
    public void Watch(Run run, PendingTimer timer) => timer.Alarm = executor.At(timer.Due, () => events.Deliver(run, new HistoryEvent
    {
        EventType = EventType.TimerFired,
        TimerFiredEventAttributes = new() { TimerId = timer.Id, StartedEventId = timer.StartedEventId },
    }));
}

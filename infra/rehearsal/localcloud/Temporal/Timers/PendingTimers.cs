using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Timers;

/// <summary>The timers of a run that are neither fired nor cancelled in its history, derived from its events.</summary>
internal sealed class PendingTimers
{
    private readonly Dictionary<string, PendingTimer> pending = [];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<PendingTimer> All => pending.Values;

    /// <summary>The one of this id, or null.</summary>
    public PendingTimer? Find(string timerId) => pending.GetValueOrDefault(timerId);

    /// <summary>Takes in an event.</summary>
    public void Apply(HistoryEvent happened)
    {
        switch (happened.EventType)
        {
            case EventType.TimerStarted:
                var started = happened.TimerStartedEventAttributes;
                pending[started.TimerId] = new(
                    started.TimerId, happened.EventId, happened.EventTime.ToDateTimeOffset() + started.StartToFireTimeout.ToTimeSpan());
                break;
            case EventType.TimerFired:
                pending.Remove(happened.TimerFiredEventAttributes.TimerId);
                break;
            case EventType.TimerCanceled:
                pending.Remove(happened.TimerCanceledEventAttributes.TimerId);
                break;
            default:
                break;
        }
    }

    /// <summary>Takes in an event that is held back.</summary>
    public void ApplyHeldBack(HistoryEvent happened)
    {
        if (happened.EventType == EventType.TimerFired && Find(happened.TimerFiredEventAttributes.TimerId) is { } timer)
            timer.HasFired = true;
    }
}

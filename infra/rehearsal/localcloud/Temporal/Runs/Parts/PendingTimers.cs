using PipAi.LocalCloud.Temporal.Concurrency;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

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

/// <summary>One timer that its workflow waits for.</summary>
/// <param name="Id">The workflow's name for it.</param>
/// <param name="StartedEventId">The event that started it.</param>
/// <param name="Due">When it fires.</param>
internal sealed record PendingTimer(string Id, long StartedEventId, DateTimeOffset Due)
{
    /// <summary>Fires it.</summary>
    public DeadlineTimer? Alarm { get; set; }

    /// <summary>Whether it fired while a worker was at its turn: the event is held back.</summary>
    public bool HasFired { get; set; }
}

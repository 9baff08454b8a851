namespace PipAi.LocalCloud.Temporal.Timers;

/// <summary>One timer that its workflow waits for.</summary>
/// <param name="Id">The workflow's name for it.</param>
/// <param name="StartedEventId">The event that started it.</param>
/// <param name="Due">When it fires.</param>
internal sealed record PendingTimer(string Id, long StartedEventId, DateTimeOffset Due)
{
    /// <summary>Fires it.</summary>
    public Alarm? Alarm { get; set; }

    /// <summary>Whether it fired while a worker was at its turn: the event is held back.</summary>
    public bool HasFired { get; set; }
}

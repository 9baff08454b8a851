using PipAi.LocalCloud.Temporal.Concurrency;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>A schedule that is there: its state, and what it waits for.</summary>
internal sealed class ActiveSchedule(ScheduleState state)
{
    /// <summary>What is known of it.</summary>
    public ScheduleState State { get; set; } = state;

    /// <summary>Rings when time does something to it.</summary>
    public DeadlineTimer? Next { get; set; }
}

using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Policies;

/// <summary>
/// The timeouts of an activity, those that are not set deduced, all fitted into each other and into the run's, as Temporal does.
/// </summary>
internal static class ActivityTimeouts
{
    /// <summary>Fits them.</summary>
    public static void Fit(ActivityTaskScheduledEventAttributes order, WorkflowExecutionStartedEventAttributes started)
    {
        var run = RunTimeouts.Of(started.WorkflowRunTimeout);
        var whole = RunTimeouts.Least(RunTimeouts.Of(order.ScheduleToCloseTimeout), run);
        var wait = RunTimeouts.Least(RunTimeouts.Of(order.ScheduleToStartTimeout), whole);
        var attempt = RunTimeouts.Least(RunTimeouts.Of(order.StartToCloseTimeout), whole);
        var beat = RunTimeouts.Of(order.HeartbeatTimeout);
        order.ScheduleToCloseTimeout = RunTimeouts.Written(whole, order.ScheduleToCloseTimeout) ?? new();
        order.ScheduleToStartTimeout = RunTimeouts.Written(wait, order.ScheduleToStartTimeout) ?? new();
        order.StartToCloseTimeout = RunTimeouts.Written(attempt, order.StartToCloseTimeout) ?? new();
        order.HeartbeatTimeout = RunTimeouts.Written(beat is null ? null : RunTimeouts.Least(beat, attempt), order.HeartbeatTimeout)
            ?? new();
    }
}

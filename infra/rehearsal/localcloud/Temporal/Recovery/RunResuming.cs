using PipAi.LocalCloud.Temporal.Activities;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;

namespace PipAi.LocalCloud.Temporal.Recovery;

/// <summary>Takes up an open run where the service left it when it stopped.</summary>
internal sealed class RunResuming(
    RunStarting starting, WorkflowTaskScheduling tasks, WorkflowTimers timers, ActivityScheduling activities)
{
    /// <summary>Takes it up.</summary>
    public void Resume(Run run)
    {
        run.Halt();
        starting.Watch(run);
        foreach (var timer in run.Timers.All.Where(timer => !timer.HasFired)) timers.Watch(run, timer);
        foreach (var activity in run.Activities.All.Where(activity => activity.State != ActivityState.Closed).ToArray())
            activities.Begin(run, activity);
        switch (run.WorkflowTask.Phase)
        {
            case TaskPhase.Started:
                tasks.ResumeStarted(run);
                break;
            case TaskPhase.Scheduled:
                tasks.Enqueue(run, sticky: null);
                break;
            case TaskPhase.None when run.HeldBack.Count > 0 || run.WorkflowTask.Attempt > 1 || run.WorkflowTask.PreviousStartedEventId == 0:
                // The last attempt left no event: what waited for its end need not wait longer.
                if (run.Release()) run.WorkflowTask.BeginAnew();
                tasks.Schedule(run);
                break;
            case TaskPhase.None or TaskPhase.Completing:
                break;
        }
    }
}

using PipAi.LocalCloud.Temporal.Activities;
using PipAi.LocalCloud.Temporal.Histories;
using PipAi.LocalCloud.Temporal.Timers;
using PipAi.LocalCloud.Temporal.WorkflowTasks;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>
/// Brings runs back after a restart of the service: their events from the journals, then whatever was under way. Tasks that
/// workers had stay theirs (a token says all by itself), timeouts run on from where they were.
/// </summary>
internal sealed class RunRecovery(
    Turns turns, RunStore runs, JournalFolder journals, RunStarting starting, WorkflowTaskScheduling tasks,
    WorkflowTimers timers, ActivityScheduling activities)
{
    /// <summary>Reads all journals; runs closed longer than <paramref name="retention"/> ago are deleted.</summary>
    public void Recover(Func<string, TimeSpan?> retention)
    {
        foreach (var (key, records) in journals.Load())
        {
            var run = new Run(key, turns.Time, journals.Open(key));
            foreach (var record in records) run.Restore(record);
            if (retention(key.Namespace) is { } limit && !(run.Summary.ClosedAt + limit < turns.Now)) runs.Add(run);
            else journals.Forget(key);
        }
        foreach (var run in runs.All.Where(run => run.IsOpen).ToArray()) Resume(run);
    }

    private void Resume(Run run)
    {
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
                run.Release();
                tasks.Schedule(run);
                break;
            case TaskPhase.None or TaskPhase.Completing:
                break;
        }
    }
}

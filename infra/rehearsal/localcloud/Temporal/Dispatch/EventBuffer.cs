using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Dispatch;

/// <summary>The way by which everything from outside reaches a run: signals, fired timers, closed activities, news of children.</summary>
internal sealed class EventBuffer(WorkflowTaskScheduling tasks)
{
    /// <summary>
    /// Appends events and wakes the workflow; while a worker is at its turn they are held back, because that worker must answer
    /// for exactly the history it was given. A run that has ended gets nothing any more.
    /// </summary>
    public void Deliver(Run run, params ReadOnlySpan<HistoryEvent> news)
    {
        if (!run.IsOpen) return;
        if (run.WorkflowTask.HoldsBack)
        {
            foreach (var happened in news) run.HoldBack(happened);
            return;
        }
        foreach (var happened in news) run.Append(happened);
        tasks.Schedule(run);
    }

    /// <summary>The same for what does not wait for a delayed start: it begins now.</summary>
    public void DeliverNow(Run run, HistoryEvent news)
    {
        Deliver(run, news);
        tasks.ScheduleNow(run);
    }
}

using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Runs;

namespace PipAi.LocalCloud.Temporal.Resets;

/// <summary>
/// Deletes runs with their histories. One that is open is terminated first, so that its parent and its worker hear of it.
/// </summary>
internal sealed class RunDeletion(SerialExecutor executor, RunStore runs, JournalFolder journals, RunClosing closing)
{
    /// <summary>Deletes a run at the end of the turn.</summary>
    public void Delete(Run run)
    {
        if (run.IsOpen) closing.Terminate(run, "Delete workflow execution", RunClosing.HistoryService);
        executor.AtEnd(kept =>
        {
            if (!kept) return;
            runs.Remove(run);
            journals.Forget(run.Key);
        });
    }
}

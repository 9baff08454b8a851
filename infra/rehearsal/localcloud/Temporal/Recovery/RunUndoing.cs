using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Runs;

namespace PipAi.LocalCloud.Temporal.Recovery;

/// <summary>
/// Takes runs back to what their journals say, when a turn that changed them throws or cannot be written: a turn happens as a whole or
/// not at all. What they wait for is taken up a little later, so that a turn that always fails does not keep the service busy.
/// </summary>
internal sealed class RunUndoing(SerialExecutor executor, RunStore runs, JournalFolder journals, RunResuming resuming)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Undoes the turn now taken.</summary>
    public void Undo()
    {
        foreach (var journal in journals.Discard())
        {
            if (runs.ByRunId(journal.Run.RunId) is not { } run) continue;
            var records = journal.Read();
            if (records.Count == 0)
            {
                run.Halt();
                runs.Remove(run);
                continue;
            }
            run.Rewind(records);
            executor.After(Pause, () => Resume(run));
        }
    }

    private void Resume(Run run)
    {
        if (run.IsOpen && runs.ByRunId(run.Key.RunId) == run) resuming.Resume(run);
    }
}

using PipAi.LocalCloud.Temporal.Histories;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>
/// Brings runs back after a restart of the service: their events from the journals, then whatever was under way. Tasks that
/// workers had stay theirs (a token says all by itself), timeouts run on from where they were.
/// </summary>
internal sealed class RunRecovery(Turns turns, RunStore runs, JournalFolder journals, RunRetention retention, RunResuming resuming)
{
    /// <summary>Reads all journals and takes up what is open.</summary>
    public void Recover()
    {
        foreach (var (key, records) in journals.Load())
        {
            var run = new Run(key, turns.Time, journals.Open(key));
            foreach (var record in records) run.Restore(record);
            runs.Add(run);
        }
        retention.Sweep();
        foreach (var run in runs.All.Where(run => run.IsOpen).ToArray()) resuming.Resume(run);
    }
}

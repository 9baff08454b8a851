using PipAi.LocalCloud.Temporal.Histories;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>
/// Brings runs back after a restart of the service: their events from the journals, then whatever was under way. Tasks that
/// workers had stay theirs (a token says all by itself), timeouts run on from where they were.
/// </summary>
internal sealed class RunRecovery(Turns turns, RunStore runs, JournalFolder journals, RunResuming resuming)
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
        foreach (var run in runs.All.Where(run => run.IsOpen).ToArray()) resuming.Resume(run);
    }
}

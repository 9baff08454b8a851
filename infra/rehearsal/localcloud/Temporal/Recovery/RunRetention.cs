using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Runs;

namespace PipAi.LocalCloud.Temporal.Recovery;

/// <summary>Forgets runs that closed longer ago than their namespace keeps them, and all runs of a namespace that is gone.</summary>
internal sealed class RunRetention(SerialExecutor executor, RunStore runs, JournalFolder journals, Func<string, TimeSpan?> retentionOf)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Forgets what is due, and again every hour.</summary>
    public void Sweep()
    {
        foreach (var run in runs.All.Where(IsDue).ToArray())
        {
            runs.Remove(run);
            journals.Forget(run.Key);
        }
        executor.After(Interval, Sweep);
    }

    private bool IsDue(Run run) =>
        retentionOf(run.Key.Namespace) is not { } retention || run.Summary.ClosedAt + retention < executor.Now;
}

using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Runs;

namespace PipAi.LocalCloud.Temporal.Lifecycle;

/// <summary>Lets runs that have ended go out of memory, once that they did is written.</summary>
internal sealed class RunResting(SerialExecutor executor, JournalFolder journals)
{
    /// <summary>The run has ended in the turn now taken.</summary>
    public void AtTurnsEnd(Run run) => executor.AtEnd(kept =>
    {
        if (!kept || run.IsOpen) return;
        journals.IndexOf(run.Key.Namespace).Add(RunExtract.Of(run));
        run.Rest();
    });
}

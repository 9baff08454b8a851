using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Recovery;

/// <summary>
/// Brings runs back after a restart of the service: those that have ended from the index, the others from their journals, then whatever
/// was under way. Tasks that workers had stay theirs (a token says all by itself), timeouts run on from where they were.
/// </summary>
internal sealed class RunRecovery(
    SerialExecutor executor, RunStore runs, JournalFolder journals, RunRetention retention, RunResuming resuming)
{
    /// <summary>Reads what is kept and takes up what is open.</summary>
    public void Recover()
    {
        var found = journals.Namespaces().SelectMany(Load).ToArray();
        foreach (var run in found.OrderBy(run => run.CreatedAt).ThenBy(run => run.IsOpen)) runs.Add(run);
        retention.Sweep();
        foreach (var run in found.Where(run => run.IsOpen)) resuming.Resume(run);
    }

    private List<Run> Load(string namespaceId)
    {
        var index = journals.IndexOf(namespaceId);
        var (extracts, isWhole) = index.Load();
        List<Run> loaded = [.. journals.RunIds(namespaceId).Select(id => Load(namespaceId, id, extracts)).OfType<Run>()];
        var closed = loaded.Where(run => !run.IsOpen).ToArray();
        if (!isWhole || closed.Length != extracts.Count || closed.Any(run => !extracts.ContainsKey(run.Key.RunId)))
            index.Replace(closed.Select(run => extracts.GetValueOrDefault(run.Key.RunId) ?? RunExtract.Of(run)));
        foreach (var run in closed) run.Rest();
        return loaded;
    }

    private Run? Load(string namespaceId, string runId, Dictionary<string, IReadOnlyList<HistoryEvent>> extracts)
    {
        if (extracts.TryGetValue(runId, out var extract))
        {
            var rested = Make(new(namespaceId, extract[0].WorkflowExecutionStartedEventAttributes.WorkflowId, runId));
            rested.RestoreExtract(extract);
            return rested;
        }
        var records = journals.Open(new(namespaceId, "", runId)).Read();
        if (records is not [{ WorkflowExecutionStartedEventAttributes: { } started }, ..]) return null;
        var run = Make(new(namespaceId, started.WorkflowId, runId));
        foreach (var record in records) run.Restore(record);
        return run;
    }

    private Run Make(RunKey key) => new(key, executor.Time, journals.Open(key));
}

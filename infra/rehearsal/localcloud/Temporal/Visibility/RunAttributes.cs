using System.Collections.Frozen;
using PipAi.LocalCloud.Temporal.Filters;
using PipAi.LocalCloud.Temporal.Runs;

namespace PipAi.LocalCloud.Temporal.Visibility;

/// <summary>The values of runs that filters compare: what the service knows of each, and the search attributes that it has set.</summary>
internal static class RunAttributes
{
    private static readonly FrozenDictionary<string, Func<Run, object?>> System = new Dictionary<string, Func<Run, object?>>
    {
        ["WorkflowId"] = run => run.Key.WorkflowId,
        ["RunId"] = run => run.Key.RunId,
        ["WorkflowType"] = run => run.Started.WorkflowType.Name,
        ["TaskQueue"] = run => run.Started.TaskQueue.Name,
        [SearchAttribute.Status] = run => run.Summary.Status.ToString(),
        ["StartTime"] = run => run.Summary.StartedAt,
        ["ExecutionTime"] = run => run.Summary.ExecutesAt,
        ["CloseTime"] = run => run.Summary.ClosedAt,
        ["HistoryLength"] = run => (double)run.Length,
        ["HistorySizeBytes"] = run => (double)run.Summary.HistoryBytes,
        [SearchAttribute.Duration] = run => (run.Summary.ClosedAt - run.Summary.ExecutesAt)?.TotalNanoseconds,
        ["ParentWorkflowId"] = run => run.Started.ParentWorkflowExecution?.WorkflowId,
        ["ParentRunId"] = run => run.Started.ParentWorkflowExecution?.RunId,
        ["RootWorkflowId"] = run => (run.Started.RootWorkflowExecution ?? run.Key.Execution).WorkflowId,
        ["RootRunId"] = run => (run.Started.RootWorkflowExecution ?? run.Key.Execution).RunId,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A run's values of an attribute; none if it has none.</summary>
    public static IReadOnlyList<object> Of(Run run, SearchAttribute attribute)
    {
        if (System.TryGetValue(attribute.Name, out var read)) return read(run) is { } value ? [value] : [];
        return run.Summary.SearchAttributes.IndexedFields.TryGetValue(attribute.Name, out var payload)
            ? AttributeValue.Read(payload, attribute.Type) ?? []
            : [];
    }
}

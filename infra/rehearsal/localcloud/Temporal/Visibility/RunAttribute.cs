using System.Collections.Frozen;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Visibility;

/// <summary>Something runs can be searched by: a built-in attribute, or a search attribute that they set.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">Its type.</param>
internal sealed class RunAttribute(string name, IndexedValueType type)
{
    /// <summary>The status of a run, whose values are words of their own.</summary>
    public const string Status = "ExecutionStatus";

    /// <summary>How long a run took, whose values may be written as durations.</summary>
    public const string Duration = "ExecutionDuration";

    private static readonly FrozenDictionary<string, Func<Run, object?>> System = new Dictionary<string, Func<Run, object?>>
    {
        ["WorkflowId"] = run => run.Key.WorkflowId,
        ["RunId"] = run => run.Key.RunId,
        ["WorkflowType"] = run => run.Started.WorkflowType.Name,
        ["TaskQueue"] = run => run.Started.TaskQueue.Name,
        [Status] = run => run.Summary.Status.ToString(),
        ["StartTime"] = run => run.Summary.StartedAt,
        ["ExecutionTime"] = run => run.Summary.ExecutesAt,
        ["CloseTime"] = run => run.Summary.ClosedAt,
        ["HistoryLength"] = run => (double)run.Length,
        ["HistorySizeBytes"] = run => (double)run.Summary.HistoryBytes,
        [Duration] = run => (run.Summary.ClosedAt - run.Summary.ExecutesAt)?.TotalNanoseconds,
        ["ParentWorkflowId"] = run => run.Started.ParentWorkflowExecution?.WorkflowId,
        ["ParentRunId"] = run => run.Started.ParentWorkflowExecution?.RunId,
        ["RootWorkflowId"] = run => (run.Started.RootWorkflowExecution ?? run.Key.Execution).WorkflowId,
        ["RootRunId"] = run => (run.Started.RootWorkflowExecution ?? run.Key.Execution).RunId,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Its type.</summary>
    public IndexedValueType Type => type;

    /// <summary>A run's values; none if it has none.</summary>
    public IReadOnlyList<object> Of(Run run)
    {
        if (System.TryGetValue(name, out var read)) return read(run) is { } value ? [value] : [];
        return run.Summary.SearchAttributes.IndexedFields.TryGetValue(name, out var payload) ? AttributeValue.Read(payload, type) ?? []
            : [];
    }
}

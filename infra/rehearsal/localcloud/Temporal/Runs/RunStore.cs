using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Common.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>All runs of all workflows. To be used in turns only.</summary>
internal sealed class RunStore
{
    private readonly Dictionary<(string Namespace, string WorkflowId), List<Run>> byWorkflow = [];
    private readonly Dictionary<string, Run> byRunId = [];

    /// <summary>All runs, in no special order.</summary>
    public IEnumerable<Run> All => byRunId.Values;

    /// <summary>Adds a run; it is then its workflow's latest.</summary>
    public void Add(Run run)
    {
        var workflow = (run.Key.Namespace, run.Key.WorkflowId);
        if (!byWorkflow.TryGetValue(workflow, out var runs)) byWorkflow[workflow] = runs = [];
        runs.Add(run);
        byRunId.Add(run.Key.RunId, run);
    }

    /// <summary>Removes a run for good.</summary>
    public void Remove(Run run)
    {
        byRunId.Remove(run.Key.RunId);
        var workflow = (run.Key.Namespace, run.Key.WorkflowId);
        byWorkflow[workflow].Remove(run);
        if (byWorkflow[workflow].Count == 0) byWorkflow.Remove(workflow);
    }

    /// <summary>The latest run of a workflow, or null if it never ran.</summary>
    public Run? Latest(string namespaceId, string workflowId) => byWorkflow.GetValueOrDefault((namespaceId, workflowId))?[^1];

    /// <summary>The run of this id, or null.</summary>
    public Run? ByRunId(string runId) => byRunId.GetValueOrDefault(runId);

    /// <summary>The run that a task's token names, or null.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: it is a run of another namespace.</exception>
    public Run? OfToken(string namespaceId, string runId) => ByRunId(runId) is { } run && run.Key.Namespace != namespaceId
        ? throw RpcError.Invalid("Operation requested with a token from a different namespace.")
        : ByRunId(runId);

    /// <summary>The run that a caller names; without a run id, the workflow's latest.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    public Run Find(string namespaceId, WorkflowExecution named)
    {
        var run = string.IsNullOrEmpty(named.RunId) ? Latest(namespaceId, named.WorkflowId) : ByRunId(named.RunId);
        return run is not null && run.Key.Namespace == namespaceId && run.Key.WorkflowId == named.WorkflowId
            ? run
            : throw RpcError.NotFound($"workflow execution not found for workflow ID \"{named.WorkflowId}\" and run ID \"{named.RunId}\"");
    }

    /// <summary>The same, if it has not ended.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, also for a run that has ended.</exception>
    public Run FindOpen(string namespaceId, WorkflowExecution named) => Open(Find(namespaceId, named));

    /// <summary>
    /// The latest run of the chain that began with <paramref name="firstRunId"/>; without that id, the run that a caller names.
    /// </summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, also if the workflow's latest run is of another chain.</exception>
    public Run FindInChain(string namespaceId, WorkflowExecution named, string firstRunId)
    {
        if (firstRunId.Length == 0) return Find(namespaceId, named);
        var run = Find(namespaceId, new() { WorkflowId = named.WorkflowId });
        return run.Started.FirstExecutionRunId == firstRunId ? run : throw RpcError.NotFound("workflow execution not found");
    }

    /// <summary>The latest run of the chain that began with <paramref name="firstRunId"/>, or null if all of it is gone.</summary>
    public Run? LatestOfChain(string namespaceId, string workflowId, string firstRunId) =>
        byWorkflow.GetValueOrDefault((namespaceId, workflowId))?.FindLast(run => run.Started.FirstExecutionRunId == firstRunId);

    /// <summary>A run, if it has not ended.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    public static Run Open(Run run) => run.IsOpen ? run : throw RpcError.NotFound("workflow execution already completed");
}

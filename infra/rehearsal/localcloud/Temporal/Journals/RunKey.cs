using Temporalio.Api.Common.V1;

namespace PipAi.LocalCloud.Temporal.Journals;

/// <summary>Names one run of one workflow.</summary>
internal readonly record struct RunKey(string Namespace, string WorkflowId, string RunId)
{
    /// <summary>The same in Temporal's terms.</summary>
    public WorkflowExecution Execution => new() { WorkflowId = WorkflowId, RunId = RunId };
}

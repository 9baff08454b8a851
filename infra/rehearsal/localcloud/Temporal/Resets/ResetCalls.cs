using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Resets;

/// <summary>What operators call to take a workflow back to an earlier point, or to have it forgotten.</summary>
internal sealed class ResetCalls(SerialExecutor executor, RunStore runs, RunResetting resetting, RunDeletion deletion)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<ResetWorkflowExecutionRequest, ResetWorkflowExecutionResponse>(executor, ask =>
        {
            var order = new ResetOrder { FinishEventId = ask.WorkflowTaskFinishEventId, Reason = ask.Reason, RequestId = ask.RequestId }
                .Without(ask.ResetReapplyType, ask.ResetReapplyExcludeTypes);
            return new() { RunId = resetting.Reset(runs.Find(ask.Namespace, ask.WorkflowExecution), order).Key.RunId };
        })
        .On<DeleteWorkflowExecutionRequest, DeleteWorkflowExecutionResponse>(executor, ask =>
        {
            deletion.Delete(runs.Find(ask.Namespace, ask.WorkflowExecution));
            return new();
        });
}

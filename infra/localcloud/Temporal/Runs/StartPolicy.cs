using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>Whether a workflow id may be used again: the reuse policy speaks of a run that has ended, the conflict policy of one that runs.</summary>
internal static class StartPolicy
{
    /// <summary>Whether the latest run of an id stands in the way of a new one. An open run always does, unless it is terminated first.</summary>
    public static bool Refuses(Run? latest, WorkflowIdReusePolicy policy) => latest is not null && (latest.IsOpen || policy switch
    {
        WorkflowIdReusePolicy.RejectDuplicate => true,
        WorkflowIdReusePolicy.AllowDuplicateFailedOnly => latest.Summary.Status is WorkflowExecutionStatus.Completed or WorkflowExecutionStatus.ContinuedAsNew,
        _ => false,
    });

    /// <summary>Whether a start ends the run that is in its way.</summary>
    public static bool TerminatesOpen(StartWorkflowExecutionRequest ask) =>
        ask.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.TerminateExisting
        || ask.WorkflowIdReusePolicy == WorkflowIdReusePolicy.TerminateIfRunning;

    /// <summary>Refuses policies that contradict each other, before anything is done.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public static void Check(StartWorkflowExecutionRequest ask)
    {
        if (ask.WorkflowIdReusePolicy == WorkflowIdReusePolicy.TerminateIfRunning && ask.WorkflowIdConflictPolicy != WorkflowIdConflictPolicy.Unspecified)
            throw Contradiction("TERMINATE_IF_RUNNING", "a WorkflowIDConflictPolicy");
        if (ask.WorkflowIdReusePolicy == WorkflowIdReusePolicy.RejectDuplicate && ask.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.TerminateExisting)
            throw Contradiction("REJECT_DUPLICATE", "WorkflowIdConflictPolicy WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING");
    }

    private static Grpc.Core.RpcException Contradiction(string reuse, string conflict) =>
        RpcError.Invalid($"Invalid WorkflowIDReusePolicy: WORKFLOW_ID_REUSE_POLICY_{reuse} cannot be used together with {conflict}");
}

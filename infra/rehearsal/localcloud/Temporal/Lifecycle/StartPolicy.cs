using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Lifecycle;

/// <summary>
/// Whether a workflow id may be used again: the reuse policy speaks of a run that has ended, the conflict policy of one that runs.
/// </summary>
internal static class StartPolicy
{
    /// <summary>
    /// Whether the latest run of an id stands in the way of a new one. An open run always does, unless it is terminated first.
    /// </summary>
    public static bool Refuses(Run? latest, WorkflowIdReusePolicy policy) => latest is not null && (latest.IsOpen || policy switch
    {
        WorkflowIdReusePolicy.RejectDuplicate => true,
        WorkflowIdReusePolicy.AllowDuplicateFailedOnly =>
            latest.Summary.Status is WorkflowExecutionStatus.Completed or WorkflowExecutionStatus.ContinuedAsNew,
        _ => false,
    });

    /// <summary>Whether a start ends the run that is in its way.</summary>
    public static bool TerminatesOpen(StartWorkflowExecutionRequest ask) =>
        ask.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.TerminateExisting
        || ask.WorkflowIdReusePolicy == WorkflowIdReusePolicy.TerminateIfRunning;
}

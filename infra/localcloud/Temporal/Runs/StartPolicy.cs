using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>Whether a workflow id may be used again.</summary>
internal static class StartPolicy
{
    /// <summary>Whether the latest run of an id stands in the way of a new one. An open run always does, unless it is terminated first.</summary>
    public static bool Refuses(Run? latest, WorkflowIdReusePolicy policy) => latest is not null && (latest.IsOpen || policy switch
    {
        WorkflowIdReusePolicy.RejectDuplicate => true,
        WorkflowIdReusePolicy.AllowDuplicateFailedOnly => latest.Summary.Status == WorkflowExecutionStatus.Completed,
        _ => false,
    });
}

using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace PipAi.LocalCloud.Temporal.Authorization;

/// <summary>
/// The list of the methods that are let in, with the right that each needs: Temporal's own classification. A method that a later
/// package brings is not offered until it stands here, and a test says so.
/// </summary>
internal static class MethodRights
{
    private const string AnyKey = "GetClusterInfo GetSearchAttributes GetSystemInfo ListNamespaces";

    private const string Reading = """
        CountActivityExecutions CountNexusOperationExecutions CountSchedules CountWorkers CountWorkflowExecutions DescribeActivityExecution
        DescribeBatchOperation DescribeDeployment DescribeNamespace DescribeNexusOperationExecution DescribeSchedule DescribeTaskQueue
        DescribeWorker DescribeWorkerDeployment DescribeWorkerDeploymentVersion DescribeWorkflowExecution DescribeWorkflowRule
        FetchWorkerConfig GetCurrentDeployment GetDeploymentReachability GetWorkerBuildIdCompatibility GetWorkerTaskReachability
        GetWorkerVersioningRules GetWorkflowExecutionHistory GetWorkflowExecutionHistoryReverse ListActivityExecutions
        ListArchivedWorkflowExecutions ListBatchOperations ListClosedWorkflowExecutions ListDeployments ListNexusOperationExecutions
        ListOpenWorkflowExecutions ListScheduleMatchingTimes ListSchedules ListSearchAttributes ListTaskQueuePartitions
        ListWorkerDeployments ListWorkers ListWorkflowExecutions ListWorkflowRules PollActivityExecution PollNexusOperationExecution
        PollWorkflowExecutionTimeSkipping PollWorkflowExecutionUpdate QueryWorkflow ScanWorkflowExecutions
        ValidateWorkerDeploymentVersionComputeConfig
        """;

    private const string Writing = """
        CreateSchedule CreateWorkerDeployment CreateWorkerDeploymentVersion CreateWorkflowRule DeleteActivityExecution
        DeleteNexusOperationExecution DeleteSchedule DeleteWorkerDeployment DeleteWorkerDeploymentVersion DeleteWorkflowExecution
        DeleteWorkflowRule ExecuteMultiOperation PatchSchedule PauseActivity PauseActivityExecution PauseWorkflowExecution
        PollActivityTaskQueue PollNexusTaskQueue PollWorkflowTaskQueue RecordActivityTaskHeartbeat RecordActivityTaskHeartbeatById
        RecordWorkerHeartbeat RequestCancelActivityExecution RequestCancelNexusOperationExecution RequestCancelWorkflowExecution
        ResetActivity ResetActivityExecution ResetStickyTaskQueue ResetWorkflowExecution RespondActivityTaskCanceled
        RespondActivityTaskCanceledById RespondActivityTaskCompleted RespondActivityTaskCompletedById RespondActivityTaskFailed
        RespondActivityTaskFailedById RespondNexusTaskCompleted RespondNexusTaskFailed RespondQueryTaskCompleted
        RespondWorkflowTaskCompleted RespondWorkflowTaskFailed SetCurrentDeployment SetWorkerDeploymentCurrentVersion
        SetWorkerDeploymentManager SetWorkerDeploymentRampingVersion ShutdownWorker SignalWithStartWorkflowExecution
        SignalWorkflowExecution StartActivityExecution StartBatchOperation StartNexusOperationExecution StartWorkflowExecution
        StopBatchOperation TerminateActivityExecution TerminateNexusOperationExecution TerminateWorkflowExecution TriggerWorkflowRule
        UnpauseActivity UnpauseActivityExecution UnpauseWorkflowExecution UpdateActivityExecutionOptions UpdateActivityOptions
        UpdateSchedule UpdateTaskQueueConfig UpdateWorkerBuildIdCompatibility UpdateWorkerConfig
        UpdateWorkerDeploymentVersionComputeConfig UpdateWorkerDeploymentVersionMetadata UpdateWorkerVersioningRules
        UpdateWorkflowExecution UpdateWorkflowExecutionOptions
        """;

    private const string Administering = """
        AddOrUpdateRemoteCluster AddSearchAttributes CreateNexusEndpoint DeleteNamespace DeleteNexusEndpoint DeprecateNamespace
        GetNexusEndpoint ListClusters ListNexusEndpoints RegisterNamespace RemoveRemoteCluster RemoveSearchAttributes UpdateNamespace
        UpdateNexusEndpoint
        """;

    private static readonly FrozenDictionary<string, MethodRight> Rights =
        new[]
        {
            (AnyKey, MethodRight.AnyKey),
            (Reading, MethodRight.Read),
            (Writing, MethodRight.Write),
            (Administering, MethodRight.Administration),
        }
            .SelectMany(
                group =>
                    group.Item1.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(
                        name => (name, right: group.Item2)))
            .ToFrozenDictionary(entry => entry.name, entry => entry.right);

    /// <summary>What a method of the workflow or operator service needs; their method names are different ones.</summary>
    public static MethodRight Of(MethodDescriptor method) => Rights.GetValueOrDefault(method.Name, MethodRight.Unlisted);
}

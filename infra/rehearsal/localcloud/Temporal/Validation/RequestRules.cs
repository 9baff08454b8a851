using System.Collections.Frozen;
using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Filters;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Validation;

/// <summary>
/// What requests to the workflow service must be: one line of fields a method, in the order in which Temporal's frontend looks at them. The
/// words of a line are explained at <see cref="FieldRule"/>. The gatekeeper has seen to the namespace.
/// </summary>
internal sealed class RequestRules(AttributeSchema schema)
{
    private const string Timeouts = " workflow_execution_timeout workflow_run_timeout workflow_task_timeout";
    private const string Kept = " search_attributes input memo links priority";

    private static readonly FrozenDictionary<string, string> Lines = new Dictionary<string, string>
    {
        ["StartWorkflowExecution"] = "workflow_id! retry_policy workflow_start_delay workflow_type! task_queue!" + Timeouts + " request_id"
            + Kept,
        ["SignalWithStartWorkflowExecution"] = "workflow_id! signal_name! workflow_type! task_queue! request_id" + Timeouts
            + " retry_policy workflow_start_delay signal_input" + Kept,
        ["SignalWorkflowExecution"] = "workflow_execution! signal_name! request_id links input",
        ["RequestCancelWorkflowExecution"] = "workflow_execution! links",
        ["TerminateWorkflowExecution"] = "workflow_execution! links",
        ["ResetWorkflowExecution"] = "request_id! workflow_execution!",
        ["DeleteWorkflowExecution"] = "workflow_execution!",
        ["ExecuteMultiOperation"] = "",
        ["StartBatchOperation"] = "job_id!",
        ["DescribeBatchOperation"] = "job_id!*",
        ["ListBatchOperations"] = "",
        ["StopBatchOperation"] = "job_id!* reason!*",
        ["CreateSchedule"] = "request_id! schedule.spec search_attributes schedule.action.start_workflow memo schedule initial_patch",
        ["DescribeSchedule"] = "",
        ["UpdateSchedule"] = "request_id schedule.spec search_attributes schedule.action.start_workflow memo schedule",
        ["PatchSchedule"] = "request_id patch!",
        ["ListScheduleMatchingTimes"] = "start_time end_time",
        ["DeleteSchedule"] = "",
        ["ListSchedules"] = "",
        ["CountSchedules"] = "",
        ["QueryWorkflow"] = "execution! query! query.query_type!* query.query_args",
        ["UpdateWorkflowExecution"] =
            "workflow_execution! request.meta! request.meta.update_id request.input! request.input.name!* request.input.args",
        ["PollWorkflowExecutionUpdate"] = "update_ref! update_ref.workflow_execution!",
        ["DescribeWorkflowExecution"] = "execution!",
        ["ListWorkflowExecutions"] = "",
        ["CountWorkflowExecutions"] = "",
        ["GetWorkflowExecutionHistory"] = "execution!",
        ["GetWorkflowExecutionHistoryReverse"] = "execution!",
        ["PollWorkflowTaskQueue"] = "identity task_queue!",
        ["RespondWorkflowTaskCompleted"] = "task_token identity",
        ["RespondWorkflowTaskFailed"] = "task_token identity",
        ["RespondQueryTaskCompleted"] = "task_token",
        ["ResetStickyTaskQueue"] = "execution!",
        ["PollActivityTaskQueue"] = "task_queue! identity",
        ["RecordActivityTaskHeartbeat"] = "task_token",
        ["RecordActivityTaskHeartbeatById"] = "workflow_id!* activity_id!*",
        ["RespondActivityTaskCompleted"] = "task_token identity",
        ["RespondActivityTaskCompletedById"] = "workflow_id!* activity_id!* identity",
        ["RespondActivityTaskFailed"] = "task_token identity",
        ["RespondActivityTaskFailedById"] = "workflow_id!* activity_id!* identity",
        ["RespondActivityTaskCanceled"] = "task_token identity",
        ["RespondActivityTaskCanceledById"] = "workflow_id!* activity_id!* identity",
        ["PauseActivity"] = "execution.workflow_id!*",
        ["UnpauseActivity"] = "execution.workflow_id!* jitter",
        ["ResetActivity"] = "execution.workflow_id!* jitter",
        ["UpdateActivityOptions"] =
            "execution.workflow_id!* activity_options.schedule_to_close_timeout activity_options.schedule_to_start_timeout"
                + " activity_options.start_to_close_timeout activity_options.heartbeat_timeout "
                    + "activity_options.retry_policy.initial_interval"
                + " activity_options.retry_policy.maximum_interval activity_options.priority",
        ["ShutdownWorker"] = "",
        ["DescribeTaskQueue"] = "task_queue!*",
        ["ListTaskQueuePartitions"] = "task_queue!",
        ["GetSystemInfo"] = "",
        ["GetClusterInfo"] = "",
        ["DescribeNamespace"] = "",
        ["ListNamespaces"] = "",
    }.ToFrozenDictionary();

    /// <summary>What no field says by itself.</summary>
    private static readonly FrozenDictionary<MessageDescriptor, Func<IMessage, string?>> Others = new Dictionary<MessageDescriptor,
        Func<IMessage, string?>>
    {
        [StartWorkflowExecutionRequest.Descriptor] = ask => Policies(
            ((StartWorkflowExecutionRequest)ask).WorkflowIdReusePolicy, ((StartWorkflowExecutionRequest)ask).WorkflowIdConflictPolicy),
        [SignalWithStartWorkflowExecutionRequest.Descriptor] = ask => PoliciesWithSignal((SignalWithStartWorkflowExecutionRequest)ask),
        [CreateScheduleRequest.Descriptor] = ask => ScheduleRule.IdFault(((CreateScheduleRequest)ask).ScheduleId),
        [RespondActivityTaskFailedRequest.Descriptor] = ask =>
            ((RespondActivityTaskFailedRequest)ask).Failure is { ApplicationFailureInfo: null }
                ? "Failure must have ApplicationFailureInfo." : null,
        [PauseActivityRequest.Descriptor] = ask => Meant(((PauseActivityRequest)ask).ActivityCase != default),
        [UnpauseActivityRequest.Descriptor] = ask => Meant(((UnpauseActivityRequest)ask).ActivityCase != default),
        [ResetActivityRequest.Descriptor] = ask => Meant(((ResetActivityRequest)ask).ActivityCase != default),
        [UpdateActivityOptionsRequest.Descriptor] = ask => Meant(((UpdateActivityOptionsRequest)ask).ActivityCase != default),
        [PollWorkflowTaskQueueRequest.Descriptor] = ask => Unversioned(((PollWorkflowTaskQueueRequest)ask).DeploymentOptions),
        [PollActivityTaskQueueRequest.Descriptor] = ask => Unversioned(((PollActivityTaskQueueRequest)ask).DeploymentOptions),
        [UpdateWorkflowExecutionRequest.Descriptor] = ask =>
            ((UpdateWorkflowExecutionRequest)ask).WaitPolicy?.LifecycleStage != UpdateWorkflowExecutionLifecycleStage.Admitted ? null
                : throw RpcError.Of(StatusCode.PermissionDenied,
                    "UpdateWorkflowExecution issued asynchronously and waiting on update admitted is not supported."),
    }.ToFrozenDictionary();

    private readonly FieldChecks checks = new(schema);
    private readonly Dictionary<MessageDescriptor, Func<IMessage, string?>> byRequest = [];

    /// <summary>The check of one method's requests: what is wrong with one, the first thing, or null. No check for methods of other
    /// services.</summary>
    public Func<IMessage, string?>? Of(MethodDescriptor method)
    {
        if (method.Service.Name != "WorkflowService") return null;
        var line = Lines.GetValueOrDefault(method.Name)
            ?? throw new InvalidOperationException($"{method.FullName} is answered, but stands in no table of rules");
        var rules = FieldRule.Compile(method.InputType, line, checks);
        var others = Others.GetValueOrDefault(method.InputType);
        if (rules.IsEmpty && others is null) return null;
        var space = method.InputType.FindFieldByName("namespace").Accessor;
        return byRequest[method.InputType] = request => Fault(rules, request, (string)space.GetValue(request)) ?? others?.Invoke(request);
    }

    /// <summary>What is wrong with a request that comes within another one.</summary>
    public string? Fault(IMessage request) => byRequest[request.Descriptor](request);

    private static string? Fault(ImmutableArray<FieldRule> rules, IMessage request, string namespaceId)
    {
        foreach (var rule in rules)
        {
            if (rule.Fault(request, namespaceId) is { } fault) return fault.Message;
        }
        return null;
    }

    private static string? Unversioned(WorkerDeploymentOptions? deployment) =>
        deployment?.WorkerVersioningMode == WorkerVersioningMode.Versioned
            ? $"the local Temporal service does not offer worker versioning, which deployment '{deployment.DeploymentName}' asks for"
            : null;

    private static string? Meant(bool any) => any ? null : "Either Activity.Id or Activity.Type should be set on request.";

    private static string? Policies(WorkflowIdReusePolicy reuse, WorkflowIdConflictPolicy conflict) => (reuse, conflict) switch
    {
        (WorkflowIdReusePolicy.TerminateIfRunning, not WorkflowIdConflictPolicy.Unspecified) =>
            "Invalid WorkflowIDReusePolicy: WORKFLOW_ID_REUSE_POLICY_TERMINATE_IF_RUNNING cannot be used together with a "
                + "WorkflowIDConflictPolicy",
        (WorkflowIdReusePolicy.RejectDuplicate, WorkflowIdConflictPolicy.TerminateExisting) =>
            "Invalid WorkflowIDReusePolicy: WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE cannot be used together with "
                + "WorkflowIdConflictPolicy "
            + "WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING",
        _ => null,
    };

    private static string? PoliciesWithSignal(SignalWithStartWorkflowExecutionRequest ask) =>
        Policies(ask.WorkflowIdReusePolicy, ask.WorkflowIdConflictPolicy)
        ?? (ask.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.Fail
            ? "Invalid WorkflowIDConflictPolicy: WORKFLOW_ID_CONFLICT_POLICY_FAIL is not supported for this operation." : null);
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Schedules.Times;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>The request by which a schedule starts its workflow: the same for the same start, so that it is done once.</summary>
internal static class ScheduledWorkflow
{
    /// <summary>The search attribute with the schedule's id.</summary>
    public const string ById = "TemporalScheduledById";

    /// <summary>The search attribute with the time that the schedule's specification says.</summary>
    public const string StartTime = "TemporalScheduledStartTime";

    /// <summary>How a schedule calls itself.</summary>
    public static string Identity(ScheduleState state) => $"temporal-scheduler-{state.Namespace}-{state.Id}";

    /// <summary>Makes the request.</summary>
    public static StartWorkflowExecutionRequest Request(ScheduleState state, BufferedStart start)
    {
        var workflow = state.Workflow!.Clone();
        // Workflows that may overlap do not know of each other.
        var follows = start.Overlap != ScheduleOverlapPolicy.AllowAll;
        return new()
        {
            Namespace = state.Namespace,
            WorkflowId = workflow.WorkflowId + WorkflowIdSuffix.Of(start.Nominal),
            WorkflowType = workflow.WorkflowType,
            TaskQueue = workflow.TaskQueue,
            Input = workflow.Input,
            WorkflowExecutionTimeout = workflow.WorkflowExecutionTimeout,
            WorkflowRunTimeout = workflow.WorkflowRunTimeout,
            WorkflowTaskTimeout = workflow.WorkflowTaskTimeout,
            Identity = Identity(state),
            RequestId = RequestId(state, start),
            WorkflowIdReusePolicy = start.IsManual ? WorkflowIdReusePolicy.AllowDuplicate : WorkflowIdReusePolicy.RejectDuplicate,
            RetryPolicy = workflow.RetryPolicy,
            Memo = workflow.Memo,
            SearchAttributes = Attributes(workflow.SearchAttributes, state, start),
            Header = workflow.Header,
            LastCompletionResult = follows ? state.LastResult?.Clone() : null,
            ContinuedFailure = follows ? state.LastFailure?.Clone() : null,
            UserMetadata = workflow.UserMetadata,
            Priority = workflow.Priority,
        };
    }

    private static SearchAttributes Attributes(SearchAttributes? asked, ScheduleState state, BufferedStart start)
    {
        var attributes = asked ?? new();
        attributes.IndexedFields[StartTime] = JsonPayload.Text(WorkflowIdSuffix.Written(start.Nominal));
        attributes.IndexedFields[ById] = JsonPayload.Text(JsonEncodedText.Encode(state.Id).Value);
        return attributes;
    }

    private static string RequestId(ScheduleState state, BufferedStart start)
    {
        var named = $"{state.Namespace}\n{state.Id}\n{state.CreateRequestId}\n{start.Number}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(named)).AsSpan(0, 16)).ToString();
    }
}

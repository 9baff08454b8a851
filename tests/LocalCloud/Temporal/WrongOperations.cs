using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;
using static PipAi.LocalCloud.Tests.Temporal.TemporalBed;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What operators ask for wrongly: resets, batches, changes of activities, pages that are none.</summary>
internal static class WrongOperations
{
    private static readonly WorkflowExecution Right = new() { WorkflowId = "nobody" };
    private static readonly ByteString NoPage = ByteString.CopyFrom(0xff, 0xff, 0xff);

    /// <summary>All of them by name.</summary>
    public static IEnumerable<(string Name, IMessage Request, string Says)> All =>
    [
        ("reset: no request id", new ResetWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = Right },
            "RequestId is not set"),
        ("batch: no job id", Batch(ask => ask.JobId = ""), "JobId is not set"),
        ("batch: no reason", Batch(ask => ask.Reason = ""), "must provide required parameters"),
        ("batch: no operation", Batch(ask => ask.TerminationOperation = null), "must provide required parameters"),
        ("batch: neither filter nor executions", Batch(ask => ask.VisibilityQuery = ""), "must provide required parameters"),
        ("stop batch: no job id", new StopBatchOperationRequest { Namespace = Namespace, Reason = "r" }, "JobId is not set"),
        ("stop batch: no reason", new StopBatchOperationRequest { Namespace = Namespace, JobId = "j" }, "Reason is not set"),
        ("describe batch: no job id", new DescribeBatchOperationRequest { Namespace = Namespace }, "JobId is not set"),
        ("pause activity: no workflow", new PauseActivityRequest { Namespace = Namespace, Id = "a" }, "WorkflowId is not set"),
        ("pause activity: none", new PauseActivityRequest { Namespace = Namespace, Execution = Right },
            "Either Activity.Id or Activity.Type should be set"),
        ("unpause activity: no workflow", new UnpauseActivityRequest { Namespace = Namespace, Id = "a" }, "WorkflowId is not set"),
        ("unpause activity: none", new UnpauseActivityRequest { Namespace = Namespace, Execution = Right },
            "Either Activity.Id or Activity.Type should be set"),
        ("reset activity: no workflow", new ResetActivityRequest { Namespace = Namespace, Id = "a" }, "WorkflowId is not set"),
        ("reset activity: none", new ResetActivityRequest { Namespace = Namespace, Execution = Right },
            "Either Activity.Id or Activity.Type should be set"),
        ("activity options: no workflow", new UpdateActivityOptionsRequest { Namespace = Namespace, Id = "a" }, "WorkflowId is not set"),
        ("activity options: none", new UpdateActivityOptionsRequest { Namespace = Namespace, Execution = Right },
            "Either Activity.Id or Activity.Type should be set"),
        ("history: page that is none",
            new GetWorkflowExecutionHistoryRequest { Namespace = Namespace, Execution = Right, NextPageToken = NoPage }, "NextPageToken"),
        ("update with start: no operations", new ExecuteMultiOperationRequest { Namespace = Namespace },
            "Operations have to be exactly [Start, Update]."),
    ];

    private static StartBatchOperationRequest Batch(Action<StartBatchOperationRequest> change)
    {
        var request = new StartBatchOperationRequest
        {
            Namespace = Namespace,
            JobId = RunningTemporal.Unique("job"),
            Reason = "r",
            VisibilityQuery = "WorkflowId = 'nobody'",
            TerminationOperation = new(),
        };
        change(request);
        return request;
    }
}

using Grpc.Core;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Lifecycle;

/// <summary>What clients call to start and to end workflows.</summary>
internal sealed class StartCalls(SerialExecutor executor, RunStore runs, RunStarting starting, RunClosing closing)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<StartWorkflowExecutionRequest, StartWorkflowExecutionResponse>(executor, ask =>
        {
            var (run, isNew) = Start(ask);
            return new()
            {
                RunId = run.Key.RunId,
                Started = isNew,
                Status = run.Summary.Status,
                FirstExecutionRunId = run.Started.FirstExecutionRunId,
            };
        })
        .On<RequestCancelWorkflowExecutionRequest, RequestCancelWorkflowExecutionResponse>(executor, ask =>
        {
            closing.RequestCancel(
                runs.FindInChain(ask.Namespace, ask.WorkflowExecution, ask.FirstExecutionRunId),
                new() { Identity = ask.Identity, Cause = ask.Reason });
            return new();
        })
        .On<TerminateWorkflowExecutionRequest, TerminateWorkflowExecutionResponse>(executor, ask =>
        {
            var run = RunStore.Open(runs.FindInChain(ask.Namespace, ask.WorkflowExecution, ask.FirstExecutionRunId));
            closing.Terminate(run, Or(ask.Reason, "terminated by user via frontend"), Or(ask.Identity, "frontend-service"), ask.Details);
            return new();
        });

    /// <summary>Starts a workflow, or answers the run that a policy or a repeated request makes do.</summary>
    /// <exception cref="RpcException">ALREADY_EXISTS.</exception>
    public (Run Run, bool IsNew) Start(StartWorkflowExecutionRequest ask, WorkflowExecutionSignaledEventAttributes? signal = null)
    {
        if (runs.Latest(ask.Namespace, ask.WorkflowId) is not { } latest) return (starting.Start(ToOrder(ask, signal)), true);
        if (ask.RequestId.Length > 0 && latest.StartRequestId == ask.RequestId) return (latest, true);
        if (latest.IsOpen && ask.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.UseExisting) return (latest, false);
        var runId = Guid.NewGuid().ToString();
        if (latest.IsOpen && StartPolicy.TerminatesOpen(ask)) closing.TerminateFor(latest, runId);
        else if (StartPolicy.Refuses(latest, ask.WorkflowIdReusePolicy)) throw AlreadyStarted(latest);
        return (starting.Start(ToOrder(ask, signal), runId), true);
    }

    private static string Or(string said, string otherwise) => said.Length > 0 ? said : otherwise;

    private static RpcException AlreadyStarted(Run run) => RpcError.Of(
        StatusCode.AlreadyExists,
        $"Workflow execution {(run.IsOpen
            ? "is already running" : "already finished")}. WorkflowId: {run.Key.WorkflowId}, RunId: {run.Key.RunId}.",
        new WorkflowExecutionAlreadyStartedFailure { RunId = run.Key.RunId, StartRequestId = run.StartRequestId });

    private static StartWorkflowParameters ToOrder(StartWorkflowExecutionRequest ask, WorkflowExecutionSignaledEventAttributes? signal) =>
        new()
        {
            Signal = signal,
            Namespace = ask.Namespace,
            WorkflowId = ask.WorkflowId,
            RequestId = ask.RequestId,
            UserMetadata = ask.UserMetadata,
            Delay = ask.WorkflowStartDelay,
            Attributes = new()
            {
                WorkflowType = ask.WorkflowType,
                TaskQueue = new() { Name = ask.TaskQueue.Name, Kind = TaskQueueKind.Normal },
                Input = ask.Input,
                WorkflowExecutionTimeout = ask.WorkflowExecutionTimeout,
                WorkflowRunTimeout = ask.WorkflowRunTimeout,
                WorkflowTaskTimeout = ask.WorkflowTaskTimeout,
                Identity = ask.Identity,
                RetryPolicy = ask.RetryPolicy,
                Memo = ask.Memo,
                SearchAttributes = ask.SearchAttributes,
                Header = ask.Header,
                Priority = ask.Priority,
                LastCompletionResult = ask.LastCompletionResult,
                ContinuedFailure = ask.ContinuedFailure,
            },
        };
}

using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using PipAi.LocalCloud.Temporal.Validation;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;
using static Temporalio.Api.WorkflowService.V1.ExecuteMultiOperationResponse.Types;

namespace PipAi.LocalCloud.Temporal.Messages;

/// <summary>Update-with-start: a workflow is updated, and started for that if need be, in one turn.</summary>
internal sealed class UpdateWithStartCalls(
    SerialExecutor executor, RunStore runs, StartCalls starts, UpdateCalls updates, RequestRules rules)
{
    private static readonly MultiOperationExecutionFailure.Types.OperationStatus Aborted = new()
    {
        Code = (int)StatusCode.Aborted,
        Message = "Operation was aborted.",
        Details = { Any.Pack(new MultiOperationExecutionAborted()) },
    };

    /// <summary>Answers it.</summary>
    public void Register(RpcTable table) => table.On<ExecuteMultiOperationRequest, ExecuteMultiOperationResponse>(ExecuteAsync);

    private async Task<ExecuteMultiOperationResponse> ExecuteAsync(ExecuteMultiOperationRequest ask, RpcCall call)
    {
        if (ask.Operations is not [{ StartWorkflow: { } start }, { UpdateWorkflow: { } update }])
            throw RpcError.Invalid("Operations have to be exactly [Start, Update].");
        Check(ask, start, update);
        (start, update) = (start.Clone(), update.Clone());
        start.Namespace = update.Namespace = ask.Namespace;
        if (rules.Fault(start) is { } ofStart) throw Failed(StatusOf(RpcError.Invalid(ofStart)), Aborted, RpcError.Invalid(ofStart));
        if (rules.Fault(update) is { } ofUpdate) throw Failed(Aborted, StatusOf(RpcError.Invalid(ofUpdate)), RpcError.Invalid(ofUpdate));
        var (run, admitted, isNew) = executor.Run(() => Begin(start, update));
        try
        {
            var answer = await updates.AnswerAsync(run, admitted, update.WaitPolicy, call);
            return new()
            {
                Responses =
                {
                    new Response { StartWorkflow = Started(run, isNew) },
                    new Response { UpdateWorkflow = answer },
                },
            };
        }
        catch (RpcException error)
        {
            throw Failed(isNew ? new() : Aborted, StatusOf(error), error);
        }
    }

    private (Run Run, RunUpdate Update, bool IsNew) Begin(StartWorkflowExecutionRequest start, UpdateWorkflowExecutionRequest update)
    {
        var id = update.Request?.Meta?.UpdateId ?? "";
        if (runs.Latest(start.Namespace, start.WorkflowId) is { } latest
            && latest.Updates.Find(id) is { } known && (latest.IsOpen || known.Outcome is not null)) return (latest, known, false);
        Run run;
        bool isNew;
        try
        {
            (run, isNew) = starts.Start(start);
        }
        catch (RpcException error)
        {
            throw Failed(StatusOf(error), Aborted, error);
        }
        try
        {
            return (run, updates.Admit(run, update), isNew);
        }
        catch (RpcException error)
        {
            throw Failed(Aborted, StatusOf(error), error);
        }
    }

    /// <summary>What may not be asked for together.</summary>
    private static void Check(ExecuteMultiOperationRequest ask, StartWorkflowExecutionRequest start, UpdateWorkflowExecutionRequest update)
    {
        const string OtherNamespace = "Operation namespace did not match request's namespace.";
        var ofStart = start.Namespace.Length > 0 && start.Namespace != ask.Namespace ? OtherNamespace
            : start.RequestEagerExecution ? "RequestEagerExecution is not supported."
            : RunTimeouts.Of(start.WorkflowStartDelay) is not null ? "WorkflowStartDelay is not supported."
            : null;
        var ofUpdate = update.Namespace.Length > 0 && update.Namespace != ask.Namespace ? OtherNamespace
            : update.FirstExecutionRunId.Length > 0 ? "FirstExecutionRunId is not allowed."
            : update.WorkflowExecution is not { RunId.Length: 0 } ? "RunId is not allowed."
            : update.WorkflowExecution.WorkflowId != start.WorkflowId ? "WorkflowId is not consistent with previous operation(s)."
            : null;
        if (ofStart is not null) throw Failed(StatusOf(RpcError.Invalid(ofStart)), Aborted, RpcError.Invalid(ofStart));
        if (ofUpdate is not null) throw Failed(Aborted, StatusOf(RpcError.Invalid(ofUpdate)), RpcError.Invalid(ofUpdate));
    }

    private static StartWorkflowExecutionResponse Started(Run run, bool isNew) => new()
    {
        RunId = run.Key.RunId,
        Started = isNew,
        Status = isNew ? WorkflowExecutionStatus.Running : run.Summary.Status,
        FirstExecutionRunId = run.Started.FirstExecutionRunId,
    };

    private static RpcException Failed(
        MultiOperationExecutionFailure.Types.OperationStatus start, MultiOperationExecutionFailure.Types.OperationStatus update,
        RpcException cause) =>
        RpcError.Of(
            cause.StatusCode, "Update-with-Start could not be executed.",
            new MultiOperationExecutionFailure { Statuses = { start, update } });

    private static MultiOperationExecutionFailure.Types.OperationStatus StatusOf(RpcException error)
    {
        var status = new MultiOperationExecutionFailure.Types.OperationStatus
        {
            Code = (int)error.StatusCode,
            Message = error.Status.Detail,
        };
        if (error.Trailers.GetValueBytes("grpc-status-details-bin") is { } details)
            status.Details.Add(GrpcStatus.Parser.ParseFrom(details).Details);
        return status;
    }
}

using PipAi.LocalCloud.Temporal.Lifecycle;
using PipAi.LocalCloud.Temporal.Messages;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Resets;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Batch.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Batches;

/// <summary>Does to one run what a batch operation does to all of its runs.</summary>
internal sealed class BatchStep(RunClosing closing, SignalCalls signals, RunResetting resetting, RunDeletion deletion)
{
    /// <summary>What a request asks for; unspecified for what is not offered.</summary>
    public static BatchOperationType TypeOf(StartBatchOperationRequest ask) => ask switch
    {
        { TerminationOperation: not null } => BatchOperationType.Terminate,
        { SignalOperation: not null } => BatchOperationType.Signal,
        { CancellationOperation: not null } => BatchOperationType.Cancel,
        { DeletionOperation: not null } => BatchOperationType.Delete,
        { ResetOperation: not null } => BatchOperationType.Reset,
        _ => BatchOperationType.Unspecified,
    };

    /// <summary>Whether it is for runs only that have not ended.</summary>
    public static bool IsForOpen(StartBatchOperationRequest ask) =>
        TypeOf(ask) is BatchOperationType.Terminate or BatchOperationType.Signal or BatchOperationType.Cancel;

    /// <summary>Does it. A run that has ended meanwhile needs no more ending.</summary>
    public void Take(StartBatchOperationRequest ask, Run run)
    {
        if (IsForOpen(ask) && !run.IsOpen) return;
        if (ask.TerminationOperation is { } termination) closing.Terminate(run, ask.Reason, termination.Identity, termination.Details);
        else if (ask.SignalOperation is { } signal) Signal(ask, run, signal);
        else if (ask.CancellationOperation is { } cancellation)
            closing.RequestCancel(run, new() { Cause = ask.Reason, Identity = cancellation.Identity });
        else if (ask.DeletionOperation is not null) deletion.Delete(run);
        else Reset(ask, run);
    }

    /// <summary>What is done is not done again to a run after a restart in the middle.</summary>
    private static string RequestOf(StartBatchOperationRequest ask, Run run) => $"{ask.JobId}/{run.Key.RunId}";

    private void Signal(StartBatchOperationRequest ask, Run run, BatchOperationSignal signal) => signals.Deliver(run, new()
    {
        SignalName = signal.Signal,
        Input = signal.Input,
        Header = signal.Header,
        Identity = signal.Identity,
        RequestId = RequestOf(ask, run),
    });

    private void Reset(StartBatchOperationRequest ask, Run run)
    {
        var asked = ask.ResetOperation;
        var options = asked.Options ?? new ResetOptions { ResetReapplyType = asked.ResetReapplyType };
        var finish = options switch
        {
            { FirstWorkflowTask: not null } => ResetPoint.First(run),
            { LastWorkflowTask: not null } => ResetPoint.Last(run),
            { WorkflowTaskId: > 0 and var id } => id,
            _ when asked.Options is null && asked.ResetType == ResetType.FirstWorkflowTask => ResetPoint.First(run),
            _ when asked.Options is null && asked.ResetType == ResetType.LastWorkflowTask => ResetPoint.Last(run),
            _ => throw RpcError.Invalid("provided reset target is not supported."),
        };
        var order = new ResetOrder { FinishEventId = finish, Reason = ask.Reason, RequestId = RequestOf(ask, run) };
        resetting.Reset(run, order.Without(options.ResetReapplyType, options.ResetReapplyExcludeTypes));
    }
}

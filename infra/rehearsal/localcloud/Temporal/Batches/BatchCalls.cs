using Grpc.Core;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Batch.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Batches;

/// <summary>What operators call to do one thing to many workflows.</summary>
internal sealed class BatchCalls(SerialExecutor executor, BatchRunning batches)
{
    private const int LargestPage = 1000;

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<StartBatchOperationRequest, StartBatchOperationResponse>(executor, ask =>
        {
            Check(ask);
            batches.Start(ask);
            return new();
        })
        .On<DescribeBatchOperationRequest, DescribeBatchOperationResponse>(
            executor, ask => batches.Find(ask.Namespace, ask.JobId).Shown.Clone())
        .On<ListBatchOperationsRequest, ListBatchOperationsResponse>(executor, List)
        .On<StopBatchOperationRequest, StopBatchOperationResponse>(executor, ask =>
        {
            batches.Stop(batches.Find(ask.Namespace, ask.JobId));
            return new();
        });

    private ListBatchOperationsResponse List(ListBatchOperationsRequest ask)
    {
        var from = ask.NextPageToken.IsEmpty
            ? 0 : HistoryPage.Read(ask.NextPageToken)?.From ?? throw RpcError.Invalid("Invalid NextPageToken.");
        var size = ask.PageSize is > 0 and < LargestPage ? ask.PageSize : LargestPage;
        var all = batches.Of(ask.Namespace).OrderByDescending(job => job.Shown.StartTime.ToDateTimeOffset()).ToArray();
        var answer = new ListBatchOperationsResponse();
        answer.OperationInfo.Add(all.Skip(from).Take(size).Select(job => new BatchOperationInfo
        {
            JobId = job.Shown.JobId,
            State = job.Shown.State,
            StartTime = job.Shown.StartTime,
            CloseTime = job.Shown.CloseTime,
        }));
        if (from + size < all.Length) answer.NextPageToken = new HistoryPage("", from + size).ToToken();
        return answer;
    }

    private static void Check(StartBatchOperationRequest ask)
    {
        if (ask.OperationCase == default || ask.Reason.Length == 0 || (ask.VisibilityQuery.Length == 0 && ask.Executions.Count == 0))
            throw RpcError.Invalid("must provide required parameters: BatchType/Reason/Namespace/Query/Executions");
        if (BatchStep.TypeOf(ask) == BatchOperationType.Unspecified)
            throw RpcError.Of(StatusCode.InvalidArgument, $"The operation type {ask.OperationCase} is not supported");
        if (ask.VisibilityQuery.Length > 0 && ask.Executions.Count > 0)
            throw RpcError.Invalid("batch query and executions are mutually exclusive");
        if (ask.SignalOperation is { Signal: "" }) throw RpcError.Invalid("must provide signal name");
        if (ask.ResetOperation is { Options: null, ResetType: ResetType.Unspecified })
            throw RpcError.Invalid("unknown batch reset type Unspecified");
    }
}

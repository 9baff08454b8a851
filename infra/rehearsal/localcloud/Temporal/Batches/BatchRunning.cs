using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Visibility;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Batches;

/// <summary>
/// Carries batch operations out, one run a turn: workers get theirs in between. What is unfinished goes on after a restart.
/// </summary>
internal sealed class BatchRunning(SerialExecutor executor, RunStore runs, VisibilityCalls visibility, BatchStep step, BatchFolder folder)
{
    private readonly Dictionary<(string Namespace, string JobId), BatchJob> jobs = [];

    /// <summary>Those of a namespace.</summary>
    public IEnumerable<BatchJob> Of(string namespaceId) => jobs.Values.Where(job => job.Ask.Namespace == namespaceId);

    /// <summary>The one of an id.</summary>
    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public BatchJob Find(string namespaceId, string jobId) =>
        jobs.GetValueOrDefault((namespaceId, jobId)) ?? throw RpcError.NotFound($"batch operation \"{jobId}\" not found");

    /// <summary>Begins one.</summary>
    /// <exception cref="RpcException">ALREADY_EXISTS; INVALID_ARGUMENT.</exception>
    public void Start(StartBatchOperationRequest ask)
    {
        if (jobs.ContainsKey((ask.Namespace, ask.JobId)))
            throw RpcError.Of(StatusCode.AlreadyExists, $"Workflow execution is already running. WorkflowId: {ask.JobId}.");
        var job = new BatchJob(ask.Clone(), new()
        {
            OperationType = BatchStep.TypeOf(ask),
            JobId = ask.JobId,
            State = BatchOperationState.Running,
            StartTime = Timestamp.FromDateTimeOffset(executor.Now),
            Identity = ask.TerminationOperation?.Identity ?? ask.SignalOperation?.Identity ?? ask.CancellationOperation?.Identity
                ?? ask.DeletionOperation?.Identity ?? ask.ResetOperation?.Identity ?? "",
            Reason = ask.Reason,
        });
        Begin(job);
        folder.Save(job);
    }

    /// <summary>Takes up what a restart has interrupted.</summary>
    public void Recover()
    {
        foreach (var job in folder.Load())
        {
            if (job.Shown.State == BatchOperationState.Running) Begin(job);
            else jobs[(job.Ask.Namespace, job.Ask.JobId)] = job;
        }
    }

    /// <summary>Ends one in the middle.</summary>
    public void Stop(BatchJob job)
    {
        if (job.Shown.State != BatchOperationState.Running) throw RpcError.NotFound("workflow execution already completed");
        job.Next?.Dispose();
        End(job, BatchOperationState.Failed);
    }

    /// <summary>Forgets those of a namespace that is gone.</summary>
    public void Forget(string namespaceId)
    {
        foreach (var job in Of(namespaceId).ToArray())
        {
            job.Next?.Dispose();
            jobs.Remove((namespaceId, job.Ask.JobId));
        }
    }

    private void Begin(BatchJob job)
    {
        foreach (var run in Meant(job.Ask)) job.Left.Enqueue(run.Key);
        job.Shown.TotalOperationCount = job.Left.Count + job.Shown.CompleteOperationCount + job.Shown.FailureOperationCount;
        jobs[(job.Ask.Namespace, job.Ask.JobId)] = job;
        job.Next = executor.After(TimeSpan.Zero, () => Go(job));
    }

    private IEnumerable<Run> Meant(StartBatchOperationRequest ask) => ask.Executions.Count > 0
        ? ask.Executions.Select(named => Named(ask.Namespace, named)).OfType<Run>()
        : visibility.Find(ask.Namespace, ask.VisibilityQuery).Where(run => run.IsOpen || !BatchStep.IsForOpen(ask)).ToArray();

    private Run? Named(string namespaceId, Temporalio.Api.Common.V1.WorkflowExecution named)
    {
        var run = named.RunId.Length > 0 ? runs.ByRunId(named.RunId) : runs.Latest(namespaceId, named.WorkflowId);
        return run?.Key.Namespace == namespaceId ? run : null;
    }

    private void Go(BatchJob job)
    {
        if (!job.Left.TryDequeue(out var key))
        {
            End(job, BatchOperationState.Completed);
            return;
        }
        try
        {
            if (runs.ByRunId(key.RunId) is { } run) step.Take(job.Ask, run);
            job.Shown.CompleteOperationCount++;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            executor.Undo();
            job.Shown.FailureOperationCount++;
        }
        job.Next = executor.After(Pace(job.Ask), () => Go(job));
    }

    private static TimeSpan Pace(StartBatchOperationRequest ask) =>
        ask.MaxOperationsPerSecond > 0 ? TimeSpan.FromSeconds(1 / ask.MaxOperationsPerSecond) : TimeSpan.Zero;

    private void End(BatchJob job, BatchOperationState state)
    {
        job.Shown.State = state;
        job.Shown.CloseTime = Timestamp.FromDateTimeOffset(executor.Now);
        folder.Save(job);
    }
}

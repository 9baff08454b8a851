using Grpc.Core;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Query.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Messages;

/// <summary>
/// What clients ask workflows, and workers answer. A query goes to a worker as a task of its own, or, while a workflow task is under
/// way, with that or the next one: its answer stands on all that happened before it.
/// </summary>
internal sealed class QueryCalls(SerialExecutor executor, RunStore runs, TaskQueues queues)
{
    /// <summary>How long a query may wait for its workflow and for a worker, if its caller does not say.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, PendingQuery> pending = [];

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<QueryWorkflowRequest, QueryWorkflowResponse>(QueryAsync)
        .On<RespondQueryTaskCompletedRequest, RespondQueryTaskCompletedResponse>(executor, Respond);

    private RespondQueryTaskCompletedResponse Respond(RespondQueryTaskCompletedRequest ask)
    {
        if (!TaskToken.TryRead(ask.TaskToken, 'q', out var token)) throw RpcError.Invalid("Invalid TaskToken.");
        if (!pending.TryGetValue(token.Value.RunId, out var query)) throw RpcError.NotFound("query task not found, or already expired");
        query.Complete(Oversize.Is(ask.QueryResult)
            ? new WorkflowQueryResult { ResultType = QueryResultType.Failed, ErrorMessage = "Blob data size exceeds limit." }
            : new WorkflowQueryResult
            {
                ResultType = ask.CompletedType,
                Answer = ask.QueryResult,
                ErrorMessage = ask.ErrorMessage,
                Failure = ask.Failure,
            });
        return new();
    }

    private async Task<QueryWorkflowResponse> QueryAsync(QueryWorkflowRequest ask, RpcCall call)
    {
        var run = executor.Run(() => runs.Find(ask.Namespace, ask.Execution));
        if (executor.Run(() => IsRejected(run, ask.QueryRejectCondition)))
            return new() { QueryRejected = new() { Status = run.Summary.Status } };
        executor.Run(() => Check(run));
        var timeout = call.HoldFor(LongestWait);
        var result = await AskWithTaskAsync(run, ask.Query, timeout, call.Cancelled)
            ?? await AskAsync(run, ask.Query, sticky: true, timeout, call.Cancelled)
            ?? await AskAsync(run, ask.Query, sticky: false, timeout, call.Cancelled)
            ?? throw RpcError.Of(StatusCode.DeadlineExceeded, "no worker answered the query");
        return result.ResultType == QueryResultType.Failed
            ? throw RpcError.Of(StatusCode.InvalidArgument, result.ErrorMessage, new QueryFailedFailure { Failure = result.Failure })
            : new() { QueryResult = result.Answer };
    }

    private static bool IsRejected(Run run, QueryRejectCondition condition) => condition switch
    {
        QueryRejectCondition.NotOpen => !run.IsOpen,
        QueryRejectCondition.NotCompletedCleanly => !run.IsOpen && run.Summary.Status != WorkflowExecutionStatus.Completed,
        _ => false,
    };

    /// <summary>No worker could answer: there is no need to wait to find out.</summary>
    private static void Check(Run run)
    {
        if (!run.IsOpen && run.WorkflowTask.PreviousStartedEventId == 0)
            throw RpcError.Of(StatusCode.FailedPrecondition, "workflow closed before workflow task started");
        if (run.WorkflowTask.IsFailing) throw RpcError.NotReady("Unable to query workflow due to Workflow Task in failed state.");
    }

    /// <summary>Whether a worker can be asked without a workflow task: nothing has happened that it has not seen.</summary>
    private static bool IsAnswerable(Run run) =>
        run.WorkflowTask.PreviousStartedEventId > 0 && (!run.IsOpen || run.WorkflowTask.Phase == TaskPhase.None);

    /// <summary>Lets it go with the workflow's tasks as long as there are any; null once it may be asked by itself.</summary>
    private async Task<WorkflowQueryResult?> AskWithTaskAsync(
        Run run, WorkflowQuery asked, TimeSpan timeout, CancellationToken cancellation)
    {
        if (executor.Run(() => IsAnswerable(run))) return null;
        var query = new PendingQuery(asked);
        executor.Run(() => run.Queries.Add(query));
        try
        {
            if (!await run.UntilAsync(executor, () => query.Answer.IsCompleted || IsAnswerable(run), timeout, cancellation))
                throw RpcError.Of(
                    StatusCode.DeadlineExceeded,
                    "the workflow has an unfinished workflow task: is a worker running, and does its task fail?");
            return query.Answer.IsCompleted ? await query.Answer : null;
        }
        finally
        {
            executor.RunUnattended(() => run.Queries.Remove(query));
        }
    }

    /// <summary>Sends it to the worker that holds the workflow, or to any; null if that brought no answer in time.</summary>
    private async Task<WorkflowQueryResult?> AskAsync(
        Run run, WorkflowQuery asked, bool sticky, TimeSpan timeout, CancellationToken cancellation)
    {
        var query = new PendingQuery(asked);
        var queued = executor.Run(() =>
        {
            var queue = sticky ? StickyQueueOf(run) : queues[new(run.Key.Namespace, run.Started.TaskQueue.Name, TaskKind.Workflow)];
            if (queue is null) return null;
            pending.Add(query.Id, query);
            return queue.Add(poller => WorkflowTaskReply.OfQuery(run, poller, query.Id, asked), run.Started.Priority);
        });
        if (queued is null) return null;
        try
        {
            return await query.Answer.WaitAsync(sticky ? run.WorkflowTask.StickyTimeout : timeout, executor.Time, cancellation);
        }
        catch (TimeoutException)
        {
            if (sticky) executor.Run(run.WorkflowTask.Unstick);
            return null;
        }
        finally
        {
            executor.RunUnattended(() =>
            {
                queued.Withdraw();
                pending.Remove(query.Id);
            });
        }
    }

    private TaskQueue? StickyQueueOf(Run run) =>
        run.IsOpen && run.WorkflowTask.StickyQueue is { } name
        && queues[new(run.Key.Namespace, name, TaskKind.Workflow)] is { IsAbandoned: false } queue
            ? queue
            : null;
}

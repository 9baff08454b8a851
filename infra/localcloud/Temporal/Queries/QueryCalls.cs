using Grpc.Core;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.WorkflowTasks;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Query.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Queries;

/// <summary>
/// What clients ask workflows, and workers answer. A query goes to a worker as a task of its own, once no workflow task is under
/// way: its answer then stands on all that happened before it.
/// </summary>
internal sealed class QueryCalls(Turns turns, RunStore runs, TaskQueues queues)
{
    /// <summary>How long a query may wait for its workflow and for a worker, if its caller does not say.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, PendingQuery> pending = [];

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<QueryWorkflowRequest, QueryWorkflowResponse>(QueryAsync)
        .On<RespondQueryTaskCompletedRequest, RespondQueryTaskCompletedResponse>(turns, Respond);

    private RespondQueryTaskCompletedResponse Respond(RespondQueryTaskCompletedRequest ask)
    {
        if (!TaskToken.TryRead(ask.TaskToken, 'q', out var token) || !pending.TryGetValue(token.Value.RunId, out var query))
            throw RpcError.NotFound("query task not found, or already expired");
        query.Complete(new WorkflowQueryResult
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
        var run = turns.Take(() => runs.Find(ask.Namespace, ask.Execution));
        if (turns.Take(() => IsRejected(run, ask.QueryRejectCondition)))
            return new() { QueryRejected = new() { Status = run.Summary.Status } };
        var patience = call.HoldFor(LongestWait);
        if (!await run.UntilAsync(turns, () => IsAnswerable(run), patience, call.Cancelled))
            throw RpcError.Of(StatusCode.DeadlineExceeded, "the workflow has an unfinished workflow task: is a worker running, and does its task fail?");
        var result = await AskAsync(run, ask.Query, sticky: true, patience, call.Cancelled)
            ?? await AskAsync(run, ask.Query, sticky: false, patience, call.Cancelled)
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

    private static bool IsAnswerable(Run run) =>
        run.WorkflowTask.PreviousStartedEventId > 0 && (!run.IsOpen || run.WorkflowTask.Phase == TaskPhase.None);

    /// <summary>Sends it to the worker that holds the workflow, or to any; null if that brought no answer in time.</summary>
    private async Task<WorkflowQueryResult?> AskAsync(
        Run run, WorkflowQuery asked, bool sticky, TimeSpan patience, CancellationToken cancellation)
    {
        var query = new PendingQuery();
        var queued = turns.Take(() =>
        {
            var queue = sticky ? StickyQueueOf(run) : queues[new(run.Key.Namespace, run.Started.TaskQueue.Name, TaskKind.Workflow)];
            if (queue is null) return null;
            pending.Add(query.Id, query);
            return queue.Add(poller => WorkflowTaskReply.OfQuery(run, poller, query.Id, asked));
        });
        if (queued is null) return null;
        try
        {
            return await query.Answer.WaitAsync(sticky ? run.WorkflowTask.StickyTimeout : patience, turns.Time, cancellation);
        }
        catch (TimeoutException)
        {
            if (sticky) turns.Take(run.WorkflowTask.Unstick);
            return null;
        }
        finally
        {
            turns.TakeUnattended(() =>
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

using Google.Protobuf;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.WorkflowTasks;

/// <summary>What workers call about workflow tasks.</summary>
internal sealed class WorkflowTaskCalls(
    SerialExecutor executor, RunStore runs, TaskQueues queues, WorkflowTaskScheduling scheduling, WorkflowTaskCompletion completion)
{
    /// <summary>How long a poll is held open, as at the real service.</summary>
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(60);

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<PollWorkflowTaskQueueRequest, PollWorkflowTaskQueueResponse>(PollAsync)
        .On<RespondWorkflowTaskCompletedRequest, RespondWorkflowTaskCompletedResponse>((ask, _) =>
        {
            // A refusal is kept, too: a turn that throws would change nothing.
            var (heard, refusal) = executor.Run(() => completion.Complete(ByToken(ask.Namespace, ask.TaskToken), ask));
            return heard is null ? throw refusal! : Task.FromResult(heard);
        })
        .On<RespondWorkflowTaskFailedRequest, RespondWorkflowTaskFailedResponse>(executor, Fail)
        .On<ShutdownWorkerRequest, ShutdownWorkerResponse>(executor, ask =>
        {
            if (ask.StickyTaskQueue.Length > 0) FreeSticky(ask.Namespace, ask.StickyTaskQueue);
            return new();
        })
        .On<ResetStickyTaskQueueRequest, ResetStickyTaskQueueResponse>(executor, ask =>
        {
            runs.FindOpen(ask.Namespace, ask.Execution).WorkflowTask.Unstick();
            return new();
        });

    private async Task<PollWorkflowTaskQueueResponse> PollAsync(PollWorkflowTaskQueueRequest ask, RpcCall call)
    {
        var key = new TaskQueueKey(ask.Namespace, ask.TaskQueue.Name, TaskKind.Workflow);
        var poller = new Poller(ask.Identity, ask.TaskQueue.Kind == TaskQueueKind.Sticky, ask.DeploymentOptions)
        {
            Version = ask.WorkerVersionCapabilities is { } build ? new() { BuildId = build.BuildId } : null,
        };
        var task = await queues.PollAsync(key, poller, call.HoldPollFor(LongestPoll), call.Cancelled);
        return task as PollWorkflowTaskQueueResponse ?? new();
    }

    private RespondWorkflowTaskFailedResponse Fail(RespondWorkflowTaskFailedRequest ask)
    {
        var run = ByToken(ask.Namespace, ask.TaskToken);
        scheduling.Fail(run, new()
        {
            EventType = EventType.WorkflowTaskFailed,
            WorkflowTaskFailedEventAttributes = new()
            {
                ScheduledEventId = run.WorkflowTask.ScheduledEventId,
                StartedEventId = run.WorkflowTask.StartedEventId,
                Cause = ask.Cause,
                Failure = Oversize.Is(ask.Failure) ? Oversize.Failure("Failure exceeds") : ask.Failure,
                Identity = ask.Identity,
            },
        });
        return new();
    }

    /// <summary>A worker stops in good order: what waits for it may go to any other at once.</summary>
    private void FreeSticky(string namespaceId, string queue)
    {
        queues[new(namespaceId, queue, TaskKind.Workflow)].Leave();
        foreach (var run in runs.All.Where(run => run.IsOpen && run.Key.Namespace == namespaceId && run.WorkflowTask.StickyQueue == queue))
        {
            run.WorkflowTask.Unstick();
            if (run.WorkflowTask.Phase == TaskPhase.Scheduled) scheduling.Enqueue(run, sticky: null);
        }
    }

    private Run ByToken(string namespaceId, ByteString bytes)
    {
        if (TaskToken.TryRead(bytes, 'w', out var token) && runs.OfToken(namespaceId, token.Value.RunId) is { IsOpen: true } run
            && run.WorkflowTask.Phase == TaskPhase.Started
            && run.WorkflowTask.StartedEventId == token.Value.EventId && run.WorkflowTask.Attempt == token.Value.Attempt)
            return run;
        throw RpcError.NotFound("Workflow task not found.");
    }
}

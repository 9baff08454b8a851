using Grpc.Core;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Dispatch;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Update.V1;
using Temporalio.Api.WorkflowService.V1;
using WantedStage = Temporalio.Api.Enums.V1.UpdateWorkflowExecutionLifecycleStage;

namespace PipAi.LocalCloud.Temporal.Messages;

/// <summary>What clients call about updates.</summary>
internal sealed class UpdateCalls(SerialExecutor executor, RunStore runs, WorkflowTaskScheduling tasks)
{
    /// <summary>How long a call is held open; a client that still wants to wait calls again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<UpdateWorkflowExecutionRequest, UpdateWorkflowExecutionResponse>(async (ask, call) =>
        {
            var (run, update) = executor.Run(() => Admit(ask));
            return await AnswerAsync(run, update, ask.WaitPolicy, call);
        })
        .On<PollWorkflowExecutionUpdateRequest, PollWorkflowExecutionUpdateResponse>(async (ask, call) =>
        {
            var (run, update) = executor.Run(() => Find(ask.Namespace, ask.UpdateRef));
            var stage = await WaitAsync(run, update, ask.WaitPolicy?.LifecycleStage ?? WantedStage.Unspecified, call);
            return new() { UpdateRef = Reference(run, update), Outcome = update.Outcome, Stage = stage };
        });

    private (Run Run, RunUpdate Update) Admit(UpdateWorkflowExecutionRequest ask)
    {
        var run = runs.Find(ask.Namespace, ask.WorkflowExecution);
        if (ask.FirstExecutionRunId.Length > 0 && run.Started.FirstExecutionRunId != ask.FirstExecutionRunId)
            throw RpcError.NotFound("workflow execution not found");
        return (run, Admit(run, ask));
    }

    /// <summary>Takes an update in, or finds the one of its id.</summary>
    public RunUpdate Admit(Run run, UpdateWorkflowExecutionRequest ask)
    {
        var request = ask.Request.Clone();
        if (request.Meta is not { UpdateId.Length: > 0 })
            request.Meta = new Meta { UpdateId = Guid.NewGuid().ToString(), Identity = request.Meta?.Identity ?? "" };
        if (run.Updates.Find(request.Meta.UpdateId) is { } known) return known;
        if (!run.IsOpen) throw RpcError.NotFound("workflow execution already completed");
        if (run.Updates.OpenCount >= Limits.OpenUpdates)
            throw RpcError.Of(
                StatusCode.ResourceExhausted, $"limit on number of concurrent in-flight updates has been reached ({Limits.OpenUpdates})");
        if (run.Updates.Count >= Limits.Updates)
            throw RpcError.Of(
                StatusCode.FailedPrecondition,
                $"The limit on the total number of distinct updates in this workflow has been reached ({Limits.Updates}).");
        if (run.WorkflowTask.IsFailing)
            throw RpcError.NotReady("Unable to perform workflow execution update due to Workflow Task in failed state.");
        var update = run.Updates.Admit(request);
        tasks.ScheduleForUpdates(run);
        return update;
    }

    /// <summary>The answer to an update, when it is as far as its caller wants to wait.</summary>
    public async Task<UpdateWorkflowExecutionResponse> AnswerAsync(Run run, RunUpdate update, WaitPolicy? wanted, RpcCall call)
    {
        var stage = await WaitAsync(run, update, wanted?.LifecycleStage ?? WantedStage.Unspecified, call);
        return new() { UpdateRef = Reference(run, update), Outcome = update.Outcome, Stage = stage };
    }

    private (Run Run, RunUpdate Update) Find(string namespaceId, UpdateRef named)
    {
        var run = runs.Find(namespaceId, named.WorkflowExecution);
        return (run, run.Updates.Find(named.UpdateId) ?? throw RpcError.NotFound($"update \"{named.UpdateId}\" not found"));
    }

    private async Task<WantedStage> WaitAsync(Run run, RunUpdate update, WantedStage wanted, RpcCall call)
    {
        var target = wanted switch
        {
            WantedStage.Completed => UpdateStage.Completed,
            WantedStage.Accepted => UpdateStage.Accepted,
            _ => UpdateStage.Admitted,
        };
        await run.UntilAsync(
            executor, () => update.Aborted is not null || update.Stage >= target, call.HoldFor(LongestWait), call.Cancelled);
        return executor.Run(() => update.Aborted is { } aborted ? throw aborted : StageOf(update));
    }

    private static WantedStage StageOf(RunUpdate update) => update.Stage switch
    {
        UpdateStage.Completed => WantedStage.Completed,
        UpdateStage.Accepted => WantedStage.Accepted,
        UpdateStage.Sent or UpdateStage.Admitted => WantedStage.Admitted,
    };

    private static UpdateRef Reference(Run run, RunUpdate update) => new()
    {
        WorkflowExecution = new WorkflowExecution(run.Key.Execution),
        UpdateId = update.Request.Meta.UpdateId,
    };
}

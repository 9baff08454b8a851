using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Activity.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Activities;

/// <summary>What operators call to hold an activity, let it go on, try it again or with other options.</summary>
internal sealed class ActivityOperations(SerialExecutor executor, RunStore runs, ActivityScheduling scheduling)
{
    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<PauseActivityRequest, PauseActivityResponse>(executor, ask =>
        {
            ForEach(ask.Namespace, ask.Execution, Meant(ask.Id, ask.Type, all: false), (run, activity) => Pause(run, activity, ask));
            return new();
        })
        .On<UnpauseActivityRequest, UnpauseActivityResponse>(executor, ask =>
        {
            ForEach(ask.Namespace, ask.Execution, Meant(ask.Id, ask.Type, ask.UnpauseAll), (run, activity) => Unpause(run, activity, ask));
            return new();
        })
        .On<ResetActivityRequest, ResetActivityResponse>(executor, ask =>
        {
            ForEach(ask.Namespace, ask.Execution, Meant(ask.Id, ask.Type, ask.MatchAll), (run, activity) => Reset(run, activity, ask));
            return new();
        })
        .On<UpdateActivityOptionsRequest, UpdateActivityOptionsResponse>(executor, Update);

    private static Func<PendingActivity, bool> Meant(string id, string type, bool all) =>
        activity => all || (id.Length > 0 ? activity.Order.ActivityId == id : activity.Order.ActivityType.Name == type);

    private void ForEach(
        string namespaceId, WorkflowExecution execution, Func<PendingActivity, bool> meant, Action<Run, PendingActivity> change)
    {
        var run = runs.FindOpen(namespaceId, execution);
        PendingActivity[] found = [.. run.Activities.All.Where(activity => activity.State != ActivityState.Closed && meant(activity))];
        if (found.Length == 0) throw RpcError.NotFound("activity not found");
        foreach (var activity in found) change(run, activity);
    }

    private void Pause(Run run, PendingActivity activity, PauseActivityRequest ask)
    {
        if (activity.PauseRequestId is { } before && before == ask.RequestId) return;
        if (activity.IsPaused) throw RpcError.Of(StatusCode.FailedPrecondition, "activity is already paused");
        activity.PauseRequestId = ask.RequestId;
        activity.PauseInfo = new()
        {
            PauseTime = Timestamp.FromDateTimeOffset(executor.Now),
            Manual = new() { Identity = ask.Identity, Reason = ask.Reason },
        };
        scheduling.BeginAgain(run, activity);
    }

    private void Unpause(Run run, PendingActivity activity, UnpauseActivityRequest ask)
    {
        if (!activity.IsPaused) return;
        (activity.PauseInfo, activity.PauseRequestId) = (null, null);
        if (ask.ResetAttempts) activity.Attempt = 1;
        if (ask.ResetHeartbeat) activity.HeartbeatDetails = null;
        if (activity.State == ActivityState.Started) run.Note(activity);
        else BeginNow(run, activity, ask.Jitter);
    }

    private void Reset(Run run, PendingActivity activity, ResetActivityRequest ask)
    {
        if (ask.RestoreOriginalOptions) activity.RestoreOptions();
        if (!ask.KeepPaused) (activity.PauseInfo, activity.PauseRequestId) = (null, null);
        if (activity.State == ActivityState.Started)
        {
            activity.IsReset = true;
            run.Note(activity);
            return;
        }
        activity.Attempt = 1;
        if (ask.ResetHeartbeat) activity.HeartbeatDetails = null;
        BeginNow(run, activity, ask.Jitter);
    }

    private void BeginNow(Run run, PendingActivity activity, Duration? jitter)
    {
        activity.State = ActivityState.BackingOff;
        activity.AttemptScheduledAt = executor.Now + ((jitter?.ToTimeSpan() ?? default) * Random.Shared.NextDouble());
        scheduling.BeginAgain(run, activity);
    }

    private UpdateActivityOptionsResponse Update(UpdateActivityOptionsRequest ask)
    {
        if (!ask.RestoreOriginal && ask.ActivityOptions is null) throw RpcError.Invalid("ActivityOptions are not provided");
        if (!ask.RestoreOriginal && ask.UpdateMask is null) throw RpcError.Invalid("UpdateMask is not provided");
        var answer = new UpdateActivityOptionsResponse();
        ForEach(ask.Namespace, ask.Execution, Meant(ask.Id, ask.Type, ask.MatchAll), (run, activity) =>
        {
            if (ask.RestoreOriginal) activity.RestoreOptions();
            else activity.SetOptions(Merged(activity.Options.Clone(), ask), run.Started);
            answer.ActivityOptions = activity.Options;
            scheduling.BeginAgain(run, activity);
        });
        return answer;
    }

    private static ActivityOptions Merged(ActivityOptions options, UpdateActivityOptionsRequest ask)
    {
        try
        {
            ask.UpdateMask.Merge(ask.ActivityOptions, options);
        }
        catch (InvalidOperationException)
        {
            throw RpcError.Invalid($"invalid update mask '{string.Join(',', ask.UpdateMask.Paths)}'");
        }
        if (options.TaskQueue is not { Name.Length: > 0 }) throw RpcError.Invalid("missing task queue name");
        options.RetryPolicy ??= new();
        if (RetryPolicyRule.Fault(options.RetryPolicy) is { } fault) throw RpcError.Invalid(fault);
        return options;
    }
}

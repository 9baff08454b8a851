using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Activities;

/// <summary>What workers call about activities.</summary>
internal sealed class ActivityCalls(
    SerialExecutor executor, TaskQueues queues, ActivityLookup lookup, ActivityScheduling scheduling, ActivityClosing closing)
{
    /// <summary>How long a poll is held open, as at the real service.</summary>
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(60);

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table)
    {
        table.On<PollActivityTaskQueueRequest, PollActivityTaskQueueResponse>(PollAsync);
        RegisterByToken(table);
        RegisterById(table);
    }

    private void RegisterByToken(RpcTable table) => table
        .On<RecordActivityTaskHeartbeatRequest, RecordActivityTaskHeartbeatResponse>(executor, ask =>
        {
            var found = Heartbeat(lookup.ByToken(ask.Namespace, ask.TaskToken), ask.Details);
            return new() { CancelRequested = IsOver(found), ActivityPaused = found.IsPaused, ActivityReset = found.IsReset };
        })
        .On<RespondActivityTaskCompletedRequest, RespondActivityTaskCompletedResponse>(executor, ask =>
        {
            Complete(By(ask.Identity, lookup.ByToken(ask.Namespace, ask.TaskToken)), ask.Result);
            return new();
        })
        .On<RespondActivityTaskFailedRequest, RespondActivityTaskFailedResponse>(executor, ask =>
        {
            Fail(By(ask.Identity, lookup.ByToken(ask.Namespace, ask.TaskToken)), ask.Failure, ask.LastHeartbeatDetails);
            return new();
        })
        .On<RespondActivityTaskCanceledRequest, RespondActivityTaskCanceledResponse>(executor, ask =>
        {
            Cancel(By(ask.Identity, lookup.ByToken(ask.Namespace, ask.TaskToken)), ask.Details);
            return new();
        });

    private void RegisterById(RpcTable table) => table
        .On<RecordActivityTaskHeartbeatByIdRequest, RecordActivityTaskHeartbeatByIdResponse>(executor, ask =>
        {
            var found = Heartbeat(lookup.StartedById(ask.Namespace, ask.WorkflowId, ask.RunId, ask.ActivityId), ask.Details);
            return new() { CancelRequested = IsOver(found), ActivityPaused = found.IsPaused, ActivityReset = found.IsReset };
        })
        .On<RespondActivityTaskCompletedByIdRequest, RespondActivityTaskCompletedByIdResponse>(executor, ask =>
        {
            Complete(By(ask.Identity, lookup.ById(ask.Namespace, ask.WorkflowId, ask.RunId, ask.ActivityId)), ask.Result);
            return new();
        })
        .On<RespondActivityTaskFailedByIdRequest, RespondActivityTaskFailedByIdResponse>(executor, ask =>
        {
            Fail(
                By(ask.Identity, lookup.StartedById(ask.Namespace, ask.WorkflowId, ask.RunId, ask.ActivityId)), ask.Failure,
                ask.LastHeartbeatDetails);
            return new();
        })
        .On<RespondActivityTaskCanceledByIdRequest, RespondActivityTaskCanceledByIdResponse>(executor, ask =>
        {
            Cancel(By(ask.Identity, lookup.StartedById(ask.Namespace, ask.WorkflowId, ask.RunId, ask.ActivityId)), ask.Details);
            return new();
        });

    private async Task<PollActivityTaskQueueResponse> PollAsync(PollActivityTaskQueueRequest ask, RpcCall call)
    {
        var key = new TaskQueueKey(ask.Namespace, ask.TaskQueue.Name, TaskKind.Activity);
        var poller = new Poller(ask.Identity, Sticky: false, ask.DeploymentOptions);
        var task = await queues.PollAsync(key, poller, call.HoldPollFor(LongestPoll), call.Cancelled);
        return task as PollActivityTaskQueueResponse ?? new();
    }

    /// <summary>Who ends an attempt need not be the worker that took it.</summary>
    private static (Run Run, PendingActivity Activity) By(string identity, (Run Run, PendingActivity Activity) found)
    {
        found.Run.Touch();
        found.Activity.Identity = identity;
        return found;
    }

    private PendingActivity Heartbeat((Run Run, PendingActivity Activity) found, Payloads? details)
    {
        if (Oversize.Is(details)) scheduling.Fail(found.Run, found.Activity, Oversize.Failure("Heartbeat details exceed"));
        else scheduling.Heartbeat(found.Run, found.Activity, details);
        return found.Activity;
    }

    /// <summary>Whether a worker is to stop: it was asked to, or what it said was too large.</summary>
    private static bool IsOver(PendingActivity activity) => activity.CancelRequestedEventId > 0 || activity.State == ActivityState.Closed;

    private void Complete((Run Run, PendingActivity Activity) found, Payloads? result)
    {
        if (Oversize.Is(result)) scheduling.Fail(found.Run, found.Activity, Oversize.Failure("Complete result exceeds"));
        else closing.Complete(found.Run, found.Activity, result);
    }

    private void Fail((Run Run, PendingActivity Activity) found, Failure? failure, Payloads? lastDetails)
    {
        if (lastDetails is not null && !Oversize.Is(lastDetails)) found.Activity.HeartbeatDetails = lastDetails;
        scheduling.Fail(found.Run, found.Activity, Oversize.Is(failure) ? Oversize.Failure("Failure exceeds") : failure ?? new Failure());
    }

    private void Cancel((Run Run, PendingActivity Activity) found, Payloads? details)
    {
        if (found.Activity.CancelRequestedEventId == 0)
            throw RpcError.Invalid("unable to mark activity as canceled without activity being request canceled first");
        if (Oversize.Is(details)) scheduling.Fail(found.Run, found.Activity, Oversize.Failure("Cancel details exceed"));
        else closing.Cancel(found.Run, found.Activity, details);
    }
}

using Google.Protobuf;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;

namespace PipAi.LocalCloud.Temporal.Activities;

/// <summary>Finds the activity that a worker, or somebody who finishes it from elsewhere, speaks of.</summary>
internal sealed class ActivityLookup(RunStore runs)
{
    /// <summary>By the token that came with the attempt, if that attempt is still the running one.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: it timed out, was retried, or its workflow ended.</exception>
    public (Run Run, PendingActivity Activity) ByToken(string namespaceId, ByteString bytes)
    {
        if (TaskToken.TryRead(bytes, 'a', out var token) && runs.OfToken(namespaceId, token.Value.RunId) is { IsOpen: true } run
            && run.Activities.Find(token.Value.EventId) is { State: ActivityState.Started } activity
            && activity.Attempt == token.Value.Attempt)
            return (run, activity);
        throw NotFound();
    }

    /// <summary>By the id its workflow gave it, if a worker is at it.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: there is no such activity of this id.</exception>
    public (Run Run, PendingActivity Activity) StartedById(string namespaceId, string workflowId, string runId, string activityId) =>
        ById(namespaceId, workflowId, runId, activityId) is { Activity.State: ActivityState.Started } found ? found : throw NotFound();

    /// <summary>By the id its workflow gave it.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: there is no open activity of this id.</exception>
    public (Run Run, PendingActivity Activity) ById(string namespaceId, string workflowId, string runId, string activityId)
    {
        var run = runs.FindOpen(namespaceId, new() { WorkflowId = workflowId, RunId = runId });
        var activity = run.Activities.All.FirstOrDefault(activity =>
            activity.State != ActivityState.Closed && activity.Order.ActivityId == activityId);
        return (run, activity ?? throw RpcError.NotFound($"activity '{activityId}' not found"));
    }

    private static Grpc.Core.RpcException NotFound() =>
        RpcError.NotFound("invalid activityID or activity already timed out or invoking workflow is completed");
}

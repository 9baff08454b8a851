using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Resets;

/// <summary>Finds the event at which a history is to be cut.</summary>
internal static class ResetPoint
{
    /// <summary>The first workflow task's end, or where it would be.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the run had no workflow task.</exception>
    public static long First(Run run) => Find(run, last: false);

    /// <summary>The last workflow task's end, or where it would be.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the run had no workflow task.</exception>
    public static long Last(Run run) => Find(run, last: true);

    private static long Find(Run run, bool last)
    {
        var events = last ? run.Events.Reverse() : run.Events;
        if (events.FirstOrDefault(happened => happened.EventType == EventType.WorkflowTaskCompleted) is { } completed)
            return completed.EventId;
        return run.Events.FirstOrDefault(happened => happened.EventType == EventType.WorkflowTaskScheduled) is { } scheduled
            ? scheduled.EventId + 1
            : throw RpcError.Invalid("unable to find any scheduled or completed task");
    }
}

using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Matching;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Query.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Dispatch;

/// <summary>What a poll is answered when a worker gets a workflow's turn, or a direct query.</summary>
internal static class WorkflowTaskReply
{
    /// <summary>
    /// The started task. A worker's sticky queue means that it knows the workflow: it gets only what is new to it. Any other
    /// worker gets the history from the beginning.
    /// </summary>
    public static PollWorkflowTaskQueueResponse Of(Run run, Poller poller)
    {
        var task = run.WorkflowTask;
        var reply = About(run);
        reply.TaskToken = new TaskToken('w', run.Key.RunId, task.StartedEventId, task.Attempt).ToBytes();
        reply.StartedEventId = task.StartedEventId;
        reply.Attempt = task.Attempt;
        reply.ScheduledTime = Timestamp.FromDateTimeOffset(task.ScheduledAt);
        reply.StartedTime = Timestamp.FromDateTimeOffset(task.StartedAt);
        var known = poller.Sticky ? (int)task.PreviousStartedEventId : 0;
        IReadOnlyList<HistoryEvent> unwritten = task.Transient is { } transient ? [transient.Scheduled, transient.Started] : task.Unwritten;
        if (unwritten.Count > 0)
        {
            // Events that are not in the history yet cannot be on a later page of it: everything goes at once.
            reply.History.Events.AddRange(run.Events.Skip(known));
            reply.History.Events.AddRange(unwritten);
        }
        else
        {
            reply.NextPageToken = HistoryPage.Fill(reply.History, run, known, HistoryLimits.PageEvents);
        }
        reply.Messages.AddRange(run.Updates.Send(task.StartedEventId - 1));
        run.Queries.AddTo(reply.Queries);
        return reply;
    }

    /// <summary>A query by itself: no events for the worker that knows the workflow, all of them for another.</summary>
    public static PollWorkflowTaskQueueResponse OfQuery(Run run, Poller poller, string queryId, WorkflowQuery query)
    {
        var reply = About(run);
        reply.TaskToken = new TaskToken('q', queryId).ToBytes();
        reply.Query = query;
        if (!poller.Sticky) reply.History.Events.AddRange(run.Events);
        return reply;
    }

    private static PollWorkflowTaskQueueResponse About(Run run) => new()
    {
        WorkflowExecution = run.Key.Execution,
        WorkflowType = run.Started.WorkflowType,
        WorkflowExecutionTaskQueue = new() { Name = run.Started.TaskQueue.Name, Kind = TaskQueueKind.Normal },
        PreviousStartedEventId = run.WorkflowTask.PreviousStartedEventId,
        History = new(),
    };
}

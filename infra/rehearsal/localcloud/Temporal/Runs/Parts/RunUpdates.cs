using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Protocol.V1;
using Temporalio.Api.Update.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

/// <summary>
/// The updates of a run. Accepted and completed ones are derived from its events; those before that live in memory only, as at
/// the real service: their clients ask again.
/// </summary>
internal sealed class RunUpdates
{
    private readonly Dictionary<string, RunUpdate> updates = [];

    /// <summary>Whether one waits for the next workflow task.</summary>
    public bool HasUnsent => updates.Values.Any(update => update is { Stage: UpdateStage.Admitted, Aborted: null });

    /// <summary>How many there were.</summary>
    public int Count => updates.Count;

    /// <summary>How many are not over.</summary>
    public int OpenCount => updates.Values.Count(update => update is { Stage: not UpdateStage.Completed, Aborted: null });

    /// <summary>The update of this id, or null.</summary>
    public RunUpdate? Find(string updateId) => updates.GetValueOrDefault(updateId);

    /// <summary>Takes a new one in.</summary>
    public RunUpdate Admit(Request request, bool isInHistory = false) =>
        updates[request.Meta.UpdateId] = new RunUpdate(request) { IsInHistory = isInHistory };

    /// <summary>The messages that go out with a workflow task.</summary>
    public IEnumerable<Message> Send(long sequencingEventId)
    {
        foreach (var update in updates.Values.Where(update => update.Stage == UpdateStage.Admitted).ToArray())
        {
            update.Stage = UpdateStage.Sent;
            if (!update.IsInHistory) yield return update.ToMessage(sequencingEventId);
        }
    }

    /// <summary>The task they went out with failed: they go out again.</summary>
    public void Resend()
    {
        foreach (var update in updates.Values.Where(update => update.Stage == UpdateStage.Sent)) update.Stage = UpdateStage.Admitted;
    }

    /// <summary>The run ended: accepted ones fail, others were never taken on; where another run follows, their callers ask that.</summary>
    public void EndWithRun(bool goesOn)
    {
        foreach (var update in updates.Values)
        {
            if (update.Stage == UpdateStage.Accepted) update.Complete(EndedBeforeCompletion);
            else if (update.Stage < UpdateStage.Accepted)
                update.Aborted = goesOn
                    ? RpcError.Of(Grpc.Core.StatusCode.Unavailable, "workflow operation can not be applied because workflow is closing")
                    : RpcError.NotFound("workflow execution already completed");
        }
    }

    /// <summary>A worker answered the task with which they went out, and not them.</summary>
    public void RejectUnanswered()
    {
        foreach (var update in updates.Values.Where(update => update.Stage == UpdateStage.Sent).ToArray()) Reject(update, Unanswered);
    }

    /// <summary>The workflow would not take it on: its id may be used again.</summary>
    public void Reject(RunUpdate update, Failure why)
    {
        update.Complete(new Outcome { Failure = why });
        updates.Remove(update.Request.Meta.UpdateId);
    }

    /// <summary>The run is read back from its journal: what is not accepted is forgotten, and its callers ask again.</summary>
    public void Abandon()
    {
        foreach (var update in updates.Values.Where(update => update.Stage < UpdateStage.Accepted))
            update.Aborted = RpcError.Of(Grpc.Core.StatusCode.Unavailable, "workflow update was aborted: try again");
    }

    /// <summary>Takes in an event.</summary>
    public void Apply(HistoryEvent happened)
    {
        if (happened.EventType == EventType.WorkflowExecutionUpdateAdmitted)
        {
            Admit(happened.WorkflowExecutionUpdateAdmittedEventAttributes.Request, isInHistory: true);
        }
        else if (happened.EventType == EventType.WorkflowExecutionUpdateAccepted)
        {
            var accepted = happened.WorkflowExecutionUpdateAcceptedEventAttributes;
            var update = Find(accepted.ProtocolInstanceId) ?? Admit(accepted.AcceptedRequest);
            update.Accept(happened.EventId);
        }
        else if (happened.EventType == EventType.WorkflowExecutionUpdateCompleted)
        {
            var completed = happened.WorkflowExecutionUpdateCompletedEventAttributes;
            Find(completed.Meta.UpdateId)?.Complete(completed.Outcome);
        }
    }

    private static Failure Unanswered => new()
    {
        Message =
            "Workflow Update is rejected because it wasn't processed by worker. Probably, Workflow Update is not supported by the worker.",
        Source = "Server",
        ApplicationFailureInfo = new() { Type = "UnprocessedUpdate", NonRetryable = true },
    };

    private static Outcome EndedBeforeCompletion => new()
    {
        Failure = new Failure
        {
            Message = "Workflow Update failed because the Workflow completed before the Update completed.",
            Source = "Server",
            ApplicationFailureInfo = new() { Type = "AcceptedUpdateCompletedWorkflow", NonRetryable = true },
        },
    };
}

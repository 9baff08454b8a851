using PipAi.LocalCloud.Temporal.Policies;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

/// <summary>The requests by which a run was signalled, derived from its events: a client that repeats one must not signal twice.</summary>
internal sealed class SignalDeduplication
{
    private readonly HashSet<string> requests = [];

    /// <summary>Whether a request was seen before. An empty id is always new.</summary>
    public bool Contains(string requestId) => requests.Contains(requestId);

    /// <summary>How many signals are in the history.</summary>
    public int Count { get; private set; }

    /// <summary>Takes in an event, appended or held back.</summary>
    public void Apply(HistoryEvent happened)
    {
        if (happened.EventType != EventType.WorkflowExecutionSignaled) return;
        // An event that is held back has no id, and is taken in once more when it is appended.
        if (happened.EventId > 0) Count++;
        if (happened.WorkflowExecutionSignaledEventAttributes.RequestId is { Length: > 0 } requestId) requests.Add(requestId);
    }

    /// <summary>Whether there are as many as a run may have, those included that are held back.</summary>
    public bool IsFull(IReadOnlyList<HistoryEvent> heldBack) => Count + heldBack.Count >= Limits.Signals
        && Count + heldBack.Count(held => held.EventType == EventType.WorkflowExecutionSignaled) >= Limits.Signals;
}

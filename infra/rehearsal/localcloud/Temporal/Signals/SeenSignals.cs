using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Validation;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Signals;

/// <summary>The requests by which a run was signalled, derived from its events: a client that repeats one must not signal twice.</summary>
internal sealed class SeenSignals
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

    /// <summary>Whether a run has as many signals as it may have, those included that are held back.</summary>
    public static bool IsFull(Run run) => run.Signals.Count + run.HeldBack.Count >= Limits.Signals
        && run.Signals.Count + run.HeldBack.Count(held => held.EventType == EventType.WorkflowExecutionSignaled) >= Limits.Signals;
}

using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Signals;

/// <summary>The requests by which a run was signalled, derived from its events: a client that repeats one must not signal twice.</summary>
internal sealed class SeenSignals
{
    private readonly HashSet<string> requests = [];

    /// <summary>Whether a request was seen before. An empty id is always new.</summary>
    public bool Contains(string requestId) => requests.Contains(requestId);

    /// <summary>Takes in an event, appended or held back.</summary>
    public void Apply(HistoryEvent happened)
    {
        if (happened.EventType == EventType.WorkflowExecutionSignaled
            && happened.WorkflowExecutionSignaledEventAttributes.RequestId is { Length: > 0 } requestId)
            requests.Add(requestId);
    }
}

using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Children;

/// <summary>A child workflow that has not closed, as its parent knows it.</summary>
/// <param name="Order">What the parent asked for.</param>
internal sealed record PendingChild(StartChildWorkflowExecutionInitiatedEventAttributes Order)
{
    /// <summary>The event that told the parent of the start, or 0.</summary>
    public long StartedEventId { get; init; }

    /// <summary>The first run of the child; empty before it started.</summary>
    public string RunId { get; init; } = "";
}

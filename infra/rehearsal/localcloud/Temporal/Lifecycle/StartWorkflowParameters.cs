using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;

namespace PipAi.LocalCloud.Temporal.Lifecycle;

/// <summary>What is needed to start a run, whatever starts it: a client, a parent, the run before.</summary>
internal sealed record StartWorkflowParameters
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The workflow's id.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>Type, queue, input, timeouts and all else that stands in the first event; ids are filled in at the start.</summary>
    public required WorkflowExecutionStartedEventAttributes Attributes { get; init; }

    /// <summary>Notes for people who look at the workflow.</summary>
    public UserMetadata? UserMetadata { get; init; }

    /// <summary>The request, if a client might repeat it.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>A signal that the first task already sees.</summary>
    public WorkflowExecutionSignaledEventAttributes? Signal { get; init; }

    /// <summary>How long the first task waits.</summary>
    public Duration? Delay { get; init; }
}

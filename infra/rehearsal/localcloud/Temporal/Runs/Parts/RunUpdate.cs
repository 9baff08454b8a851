using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Temporalio.Api.Protocol.V1;
using Temporalio.Api.Update.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

/// <summary>One update of a run.</summary>
internal sealed class RunUpdate(Request request)
{
    /// <summary>What the client asked for.</summary>
    public Request Request => request;

    /// <summary>
    /// Whether an event of the history brings it to the worker, as in a run that another was reset to; then no message does.
    /// </summary>
    public bool IsInHistory { get; init; }

    /// <summary>How far it is.</summary>
    public UpdateStage Stage { get; set; }

    /// <summary>What came of it; null before it is completed.</summary>
    public Outcome? Outcome { get; private set; }

    /// <summary>The event of its acceptance, or 0.</summary>
    public long AcceptedEventId { get; private set; }

    /// <summary>Why its callers get an error: the run ended before it was accepted.</summary>
    public RpcException? Aborted { get; set; }

    /// <summary>The message that carries it to the worker. The sequencing id places it right before the task's start.</summary>
    public Message ToMessage(long sequencingEventId) => new()
    {
        Id = request.Meta.UpdateId + "/request",
        ProtocolInstanceId = request.Meta.UpdateId,
        EventId = sequencingEventId,
        Body = Any.Pack(request),
    };

    /// <summary>The workflow took it on.</summary>
    public void Accept(long eventId) => (Stage, AcceptedEventId) = (UpdateStage.Accepted, eventId);

    /// <summary>It is over.</summary>
    public void Complete(Outcome outcome) => (Stage, Outcome) = (UpdateStage.Completed, outcome);
}

/// <summary>How far an update is. The order matters: callers wait for a stage or any later one.</summary>
internal enum UpdateStage
{
    /// <summary>The service has it; no worker was told.</summary>
    Admitted,

    /// <summary>It went out with a workflow task that is not answered yet.</summary>
    Sent,

    /// <summary>The workflow accepted it: it is in the history and will be completed.</summary>
    Accepted,

    /// <summary>It has an outcome: a result, or why it failed or was rejected.</summary>
    Completed,
}

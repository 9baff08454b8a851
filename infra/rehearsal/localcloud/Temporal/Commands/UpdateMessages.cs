using PipAi.LocalCloud.Temporal.Runs;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Protocol.V1;
using Temporalio.Api.Update.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>What workers answer to updates, in messages beside their commands.</summary>
internal static class UpdateMessages
{
    /// <summary>Carries out one: acceptance and outcome become events, a rejection leaves none.</summary>
    public static void Apply(Run run, Message message)
    {
        if (run.Updates.Find(message.ProtocolInstanceId) is not { } update) return;
        if (message.Body.TryUnpack<Acceptance>(out var acceptance)) Accept(run, update, message.ProtocolInstanceId, acceptance);
        else if (message.Body.TryUnpack<Response>(out var response)) Complete(run, update, response);
        else if (message.Body.TryUnpack<Rejection>(out var rejection)) Reject(run, update, rejection);
    }

    private static void Accept(Run run, RunUpdate update, string instance, Acceptance acceptance) => run.Append(new()
    {
        EventType = EventType.WorkflowExecutionUpdateAccepted,
        WorkflowExecutionUpdateAcceptedEventAttributes = new()
        {
            ProtocolInstanceId = instance,
            AcceptedRequestMessageId = acceptance.AcceptedRequestMessageId,
            AcceptedRequestSequencingEventId = acceptance.AcceptedRequestSequencingEventId,
            AcceptedRequest = update.IsInHistory ? null : acceptance.AcceptedRequest ?? update.Request,
        },
    });

    private static void Complete(Run run, RunUpdate update, Response response) => run.Append(new()
    {
        EventType = EventType.WorkflowExecutionUpdateCompleted,
        WorkflowExecutionUpdateCompletedEventAttributes = new()
        {
            Meta = response.Meta,
            Outcome = response.Outcome,
            AcceptedEventId = update.AcceptedEventId,
        },
    });

    private static void Reject(Run run, RunUpdate update, Rejection rejection)
    {
        run.Updates.Reject(update, rejection.Failure);
        run.Pulse();
    }
}

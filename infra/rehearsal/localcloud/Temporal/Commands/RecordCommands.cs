using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Commands;

/// <summary>The commands that only write something down: markers (patches, local activities), search attributes, memo.</summary>
internal static class RecordCommands
{
    /// <summary>Writes a marker for the worker's own use.</summary>
    public static void Marker(Run run, long completedEventId, Command command)
    {
        var asked = command.RecordMarkerCommandAttributes;
        var marker = new MarkerRecordedEventAttributes
        {
            MarkerName = asked.MarkerName,
            WorkflowTaskCompletedEventId = completedEventId,
            Header = asked.Header,
            Failure = asked.Failure,
        };
        marker.Details.Add(asked.Details);
        run.Append(new HistoryEvent
        {
            EventType = EventType.MarkerRecorded,
            UserMetadata = command.UserMetadata,
            MarkerRecordedEventAttributes = marker,
        });
    }

    /// <summary>Changes what the run can be searched by.</summary>
    public static void SearchAttributes(Run run, long completedEventId, Command command) => run.Append(new HistoryEvent
    {
        EventType = EventType.UpsertWorkflowSearchAttributes,
        UpsertWorkflowSearchAttributesEventAttributes = new()
        {
            WorkflowTaskCompletedEventId = completedEventId,
            SearchAttributes = command.UpsertWorkflowSearchAttributesCommandAttributes.SearchAttributes,
        },
    });

    /// <summary>Changes the run's memo.</summary>
    public static void Properties(Run run, long completedEventId, Command command) => run.Append(new HistoryEvent
    {
        EventType = EventType.WorkflowPropertiesModified,
        WorkflowPropertiesModifiedEventAttributes = new()
        {
            WorkflowTaskCompletedEventId = completedEventId,
            UpsertedMemo = command.ModifyWorkflowPropertiesCommandAttributes.UpsertedMemo,
        },
    });
}

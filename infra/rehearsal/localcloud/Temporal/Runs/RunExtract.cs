using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Journals;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>
/// What lists tell of a run that has ended, as the records from which it is told again: how it was started, with memo and search
/// attributes as they were at the end; by which request; how it ended, its event id the length of the history, its task id the bytes.
/// </summary>
internal static class RunExtract
{
    /// <summary>The kind of the note on a run's own start.</summary>
    public const string StartNote = "start";

    /// <summary>The extract of a closed run.</summary>
    public static IReadOnlyList<HistoryEvent> Of(Run run) =>
    [
        new()
        {
            EventId = 1,
            EventType = Temporalio.Api.Enums.V1.EventType.WorkflowExecutionStarted,
            EventTime = Timestamp.FromDateTimeOffset(run.Summary.StartedAt),
            WorkflowExecutionStartedEventAttributes = Start(run),
        },
        Note(run.StartRequestId, run.CreatedAt),
        new()
        {
            EventId = run.Length,
            TaskId = run.Summary.HistoryBytes,
            EventType = run.Events[^1].EventType,
            EventTime = run.Events[^1].EventTime,
        },
    ];

    /// <summary>Tells by which request a run was started, and when.</summary>
    public static HistoryEvent Note(string requestId, DateTimeOffset now) =>
        JournalMark.Note(StartNote, new StringValue { Value = requestId }, now);

    /// <summary>The start without what the workflow was given.</summary>
    private static WorkflowExecutionStartedEventAttributes Start(Run run)
    {
        var started = run.Started;
        return new()
        {
            WorkflowId = run.Key.WorkflowId,
            OriginalExecutionRunId = run.Key.RunId,
            FirstExecutionRunId = started.FirstExecutionRunId,
            WorkflowType = started.WorkflowType,
            TaskQueue = started.TaskQueue,
            ParentWorkflowNamespace = started.ParentWorkflowNamespace,
            ParentWorkflowExecution = started.ParentWorkflowExecution,
            ParentInitiatedEventId = started.ParentInitiatedEventId,
            RootWorkflowExecution = started.RootWorkflowExecution,
            WorkflowExecutionTimeout = started.WorkflowExecutionTimeout,
            WorkflowExecutionExpirationTime = started.WorkflowExecutionExpirationTime,
            WorkflowRunTimeout = started.WorkflowRunTimeout,
            WorkflowTaskTimeout = started.WorkflowTaskTimeout,
            FirstWorkflowTaskBackoff = started.FirstWorkflowTaskBackoff,
            Priority = started.Priority,
            Memo = run.Summary.Memo,
            SearchAttributes = run.Summary.SearchAttributes,
        };
    }
}

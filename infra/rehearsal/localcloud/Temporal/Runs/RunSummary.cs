using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>What the list of workflows shows of a run, derived from its events.</summary>
internal sealed class RunSummary
{
    /// <summary>Running until a closing event.</summary>
    public WorkflowExecutionStatus Status { get; private set; } = WorkflowExecutionStatus.Running;

    /// <summary>When the first event happened.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When the first workflow task is due: the start, plus any delay asked for.</summary>
    public DateTimeOffset ExecutesAt { get; private set; }

    /// <summary>When the closing event happened; null while open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Notes that travel with the run.</summary>
    public Memo Memo { get; } = new();

    /// <summary>What the run can be searched by.</summary>
    public SearchAttributes SearchAttributes { get; } = new();

    /// <summary>Bytes of all events.</summary>
    public long HistoryBytes { get; set; }

    /// <summary>Whether cancellation was asked for.</summary>
    public bool CancelRequested { get; private set; }

    /// <summary>Takes in an event.</summary>
    public void Apply(HistoryEvent happened)
    {
        HistoryBytes += happened.CalculateSize();
        switch (happened.EventType)
        {
            case EventType.WorkflowExecutionStarted:
                Begin(happened);
                break;
            case EventType.WorkflowExecutionCancelRequested:
                CancelRequested = true;
                break;
            case EventType.UpsertWorkflowSearchAttributes:
                Merge(happened.UpsertWorkflowSearchAttributesEventAttributes.SearchAttributes);
                break;
            case EventType.WorkflowPropertiesModified:
                Merge(happened.WorkflowPropertiesModifiedEventAttributes.UpsertedMemo);
                break;
            default:
                if (ClosingStatus(happened.EventType) is not { } status) break;
                Status = status;
                ClosedAt = happened.EventTime.ToDateTimeOffset();
                break;
        }
    }

    /// <summary>The run was made from the history of another: it begins when that was done, whatever its first event says.</summary>
    public void BeginAgain(DateTimeOffset at) => StartedAt = ExecutesAt = at;

    /// <summary>The status that an event closes a run with, or null if it does not close it.</summary>
    public static WorkflowExecutionStatus? ClosingStatus(EventType type) => type switch
    {
        EventType.WorkflowExecutionCompleted => WorkflowExecutionStatus.Completed,
        EventType.WorkflowExecutionFailed => WorkflowExecutionStatus.Failed,
        EventType.WorkflowExecutionTimedOut => WorkflowExecutionStatus.TimedOut,
        EventType.WorkflowExecutionCanceled => WorkflowExecutionStatus.Canceled,
        EventType.WorkflowExecutionTerminated => WorkflowExecutionStatus.Terminated,
        EventType.WorkflowExecutionContinuedAsNew => WorkflowExecutionStatus.ContinuedAsNew,
        _ => null,
    };

    /// <summary>The run that follows one that an event closes; empty if none does.</summary>
    public static string NextRunId(HistoryEvent end) =>
        end.WorkflowExecutionContinuedAsNewEventAttributes?.NewExecutionRunId
        ?? end.WorkflowExecutionFailedEventAttributes?.NewExecutionRunId
        ?? end.WorkflowExecutionTimedOutEventAttributes?.NewExecutionRunId
        ?? "";

    private void Begin(HistoryEvent happened)
    {
        var started = happened.WorkflowExecutionStartedEventAttributes;
        StartedAt = happened.EventTime.ToDateTimeOffset();
        ExecutesAt = StartedAt + (started.FirstWorkflowTaskBackoff?.ToTimeSpan() ?? TimeSpan.Zero);
        Merge(started.Memo);
        Merge(started.SearchAttributes);
    }

    private void Merge(Memo? memo)
    {
        foreach (var (name, value) in memo?.Fields ?? [])
        {
            if (Nothing.Is(value)) Memo.Fields.Remove(name);
            else Memo.Fields[name] = value;
        }
    }

    private void Merge(SearchAttributes? attributes)
    {
        foreach (var (name, value) in attributes?.IndexedFields ?? [])
        {
            if (Nothing.Is(value)) SearchAttributes.IndexedFields.Remove(name);
            else SearchAttributes.IndexedFields[name] = value;
        }
    }
}

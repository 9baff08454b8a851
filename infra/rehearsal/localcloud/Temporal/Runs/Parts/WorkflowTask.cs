using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Matching;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs.Parts;

/// <summary>The workflow task of one run: at most one at a time.</summary>
internal sealed class WorkflowTask
{
    /// <summary>The kind of the notes on attempts that leave no event.</summary>
    public const string NoteKind = "task";

    private readonly List<HistoryEvent> unwritten = [];

    /// <summary>Where it is.</summary>
    public TaskPhase Phase { get; set; }

    /// <summary>1 for a task that is written to the history; more when it failed or timed out before.</summary>
    public int Attempt { get; private set; } = 1;

    /// <summary>Whether it fails again and again: what needs the workflow's answer need not wait for it.</summary>
    public bool IsFailing => Attempt >= 3;

    /// <summary>Event id of its scheduling.</summary>
    public long ScheduledEventId { get; private set; }

    /// <summary>Event id of its start.</summary>
    public long StartedEventId { get; private set; }

    /// <summary>Event id of the start of the last task that was completed; 0 before the first.</summary>
    public long PreviousStartedEventId { get; private set; }

    /// <summary>Whether there is or was one: the run's start is then no longer delayed.</summary>
    public bool HadAny => ScheduledEventId > 0;

    /// <summary>When it was scheduled.</summary>
    public DateTimeOffset ScheduledAt { get; set; }

    /// <summary>When a worker got it.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The queue of the worker that holds the workflow in its memory, if one does.</summary>
    public string? StickyQueue { get; private set; }

    /// <summary>How long a task may wait in the sticky queue before any worker may have it.</summary>
    public TimeSpan StickyTimeout { get; private set; }

    /// <summary>From attempt 2 on: scheduling and start are sent to the worker, but written only when it completes them.</summary>
    public (HistoryEvent Scheduled, HistoryEvent Started)? Transient { get; private set; }

    /// <summary>
    /// Of a task that is there for updates only: its scheduling, and its start if a worker has it. They are written before anything else
    /// is;
    /// if no update is taken on, and nothing else happens, they never are.
    /// </summary>
    public IReadOnlyList<HistoryEvent> Unwritten => unwritten;

    /// <summary>The task in its queue.</summary>
    public QueuedTask? Queued { get; set; }

    /// <summary>Its running timeout: in the sticky queue, or with the worker.</summary>
    public DeadlineTimer? Timeout { get; set; }

    /// <summary>Whether events from outside must wait.</summary>
    public bool HoldsBack => Phase is TaskPhase.Started or TaskPhase.Completing;

    /// <summary>Remembers the worker that holds the workflow.</summary>
    public void StickTo(string queue, TimeSpan timeout) => (StickyQueue, StickyTimeout) = (queue, timeout);

    /// <summary>Forgets that worker.</summary>
    public void Unstick() => StickyQueue = null;

    /// <summary>Starts an attempt that is not written to the history yet.</summary>
    public void StartTransient(HistoryEvent scheduled, HistoryEvent started)
    {
        Transient = (scheduled, started);
        (ScheduledEventId, StartedEventId) = (scheduled.EventId, started.EventId);
        StartedAt = started.EventTime.ToDateTimeOffset();
        Phase = TaskPhase.Started;
    }

    /// <summary>Takes in an event that is not written yet: a scheduling, or a start.</summary>
    public void ApplyUnwritten(HistoryEvent happened)
    {
        unwritten.Add(happened);
        Apply(happened);
    }

    /// <summary>The events that are to be written now.</summary>
    public HistoryEvent[] TakeUnwritten()
    {
        HistoryEvent[] taken = [.. unwritten];
        unwritten.Clear();
        return taken;
    }

    /// <summary>It never was.</summary>
    public void Drop()
    {
        Recall();
        unwritten.Clear();
        Phase = TaskPhase.None;
    }

    /// <summary>The content of the note on it.</summary>
    public static History NoteOf(HistoryEvent scheduled, HistoryEvent started) => new() { Events = { scheduled, started } };

    /// <summary>Takes in a note: an attempt without events started, or failed if the note is empty.</summary>
    public void ApplyNote(MarkerRecordedEventAttributes note)
    {
        if (JournalMark.Content(note, History.Parser) is { Events: [var scheduled, var started] }) StartTransient(scheduled, started);
        else Retry();
    }

    /// <summary>The length of the history when it was scheduled.</summary>
    public int ScheduledLength { get; set; }

    /// <summary>Something happened since it failed: it is tried as if for the first time, and written.</summary>
    public void BeginAnew() => Attempt = 1;

    /// <summary>Counts a failed attempt that leaves no event.</summary>
    public void FailTransient() => Retry();

    /// <summary>The events of the attempt now completed, to be written; none for a first attempt.</summary>
    public (HistoryEvent Scheduled, HistoryEvent Started)? TakeTransient()
    {
        var taken = Transient;
        Transient = null;
        return taken;
    }

    /// <summary>Stops its timeout and takes it from its queue: it is over, or is scheduled again.</summary>
    public void Recall()
    {
        Timeout?.Dispose();
        Timeout = null;
        Queued?.Withdraw();
        Queued = null;
    }

    /// <summary>Takes in an event.</summary>
    public void Apply(HistoryEvent happened)
    {
        switch (happened.EventType)
        {
            case EventType.WorkflowTaskScheduled:
                Phase = TaskPhase.Scheduled;
                Attempt = Math.Max(1, happened.WorkflowTaskScheduledEventAttributes.Attempt);
                ScheduledEventId = happened.EventId;
                ScheduledAt = happened.EventTime.ToDateTimeOffset();
                break;
            case EventType.WorkflowTaskStarted:
                Phase = TaskPhase.Started;
                StartedEventId = happened.EventId;
                StartedAt = happened.EventTime.ToDateTimeOffset();
                break;
            case EventType.WorkflowTaskCompleted:
                Phase = TaskPhase.None;
                Attempt = 1;
                Transient = null;
                PreviousStartedEventId = happened.WorkflowTaskCompletedEventAttributes.StartedEventId;
                break;
            case EventType.WorkflowTaskTimedOut
                when happened.WorkflowTaskTimedOutEventAttributes.TimeoutType == TimeoutType.ScheduleToStart:
                Phase = TaskPhase.None;
                break;
            case EventType.WorkflowTaskTimedOut or EventType.WorkflowTaskFailed:
                Retry();
                if (happened.WorkflowTaskFailedEventAttributes?.Cause == WorkflowTaskFailedCause.ResetWorkflow) Attempt = 1;
                break;
            default:
                break;
        }
    }

    private void Retry()
    {
        Phase = TaskPhase.None;
        Attempt++;
        Transient = null;
    }
}

/// <summary>Where a run's workflow task is.</summary>
internal enum TaskPhase
{
    /// <summary>There is none: the workflow waits for something to happen.</summary>
    None,

    /// <summary>It waits in a task queue.</summary>
    Scheduled,

    /// <summary>A worker has it.</summary>
    Started,

    /// <summary>The worker's commands are being carried out, all in one turn.</summary>
    Completing,
}

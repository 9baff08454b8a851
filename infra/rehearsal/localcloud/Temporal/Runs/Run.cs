using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>
/// One run of a workflow. Its events are the truth: everything else here is derived from them, the same way when an event happens and
/// when a journal is read back. A run that has ended rests: only what lists tell of it stays in memory. To be used in turns only.
/// </summary>
internal sealed class Run(RunKey key, TimeProvider time, RunJournal journal)
{
    private RunState? state = new();
    private WeakReference<RunState>? rested;
    private WorkflowExecutionStartedEventAttributes? restedStart;
    private int restedLength;
    private TaskCompletionSource? changed;

    /// <summary>Namespace, workflow id, run id.</summary>
    public RunKey Key => key;

    /// <summary>All events so far; event n is at index n - 1. Of a run at rest they are read from its journal.</summary>
    public IReadOnlyList<HistoryEvent> Events => State.Events;

    /// <summary>How many events there are.</summary>
    public int Length => state?.Events.Count ?? restedLength;

    /// <summary>What happened outside while a worker was at its turn: appended when that turn is over. Ids are not yet given.</summary>
    public IReadOnlyList<HistoryEvent> HeldBack => State.HeldBack;

    /// <summary>How the run was started; of a run at rest, without what it was given.</summary>
    public WorkflowExecutionStartedEventAttributes Started => restedStart ?? State.Events[0].WorkflowExecutionStartedEventAttributes;

    /// <summary>Status, memo, search attributes.</summary>
    public RunSummary Summary { get; private set; } = new();

    /// <summary>Whether it has not ended.</summary>
    public bool IsOpen => Summary.Status == WorkflowExecutionStatus.Running;

    /// <summary>The task that lets a worker take the workflow's next turn.</summary>
    public WorkflowTask WorkflowTask => State.WorkflowTask;

    /// <summary>Activities that are not closed.</summary>
    public PendingActivities Activities => State.Activities;

    /// <summary>Timers that are not fired or cancelled.</summary>
    public PendingTimers Timers => State.Timers;

    /// <summary>Children that are not closed.</summary>
    public PendingChildren Children => State.Children;

    /// <summary>Updates, also those that completed.</summary>
    public RunUpdates Updates => State.Updates;

    /// <summary>Signals seen, so that a repeated request does not signal twice.</summary>
    public SignalDeduplication Signals => State.Signals;

    /// <summary>Queries that go out with the next workflow task.</summary>
    public WaitingQueries Queries { get; } = new();

    /// <summary>The request that started it: repeated, it starts nothing new.</summary>
    public string StartRequestId { get; private set; } = "";

    /// <summary>When it was made; of a run that another was reset to, later than its first event.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it and all that follow it must be over; a run that another was reset to has the whole time again.</summary>
    public DateTimeOffset? Expiry => CreatedAt > Events[0].EventTime.ToDateTimeOffset()
        ? CreatedAt + RunTimeouts.Of(Started.WorkflowExecutionTimeout)
        : Started.WorkflowExecutionExpirationTime?.ToDateTimeOffset();

    /// <summary>Rings when something about the run as a whole is due: its first task after a delay, its timeout.</summary>
    public List<DeadlineTimer> Alarms => State.Alarms;

    /// <summary>Completes at the next change. Take it in the turn that looked.</summary>
    public Task Changed => (changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private RunState State => state ?? Recall();

    /// <summary>Appends an event: gives it its id and time, writes it to the journal, derives what follows from it.</summary>
    public HistoryEvent Append(HistoryEvent happened)
    {
        WriteTask();
        happened.EventId = State.Events.Count + 1;
        happened.EventTime ??= Timestamp.FromDateTimeOffset(time.GetUtcNow());
        happened.TaskId = happened.EventId;
        EventIdResolver.Complete(this, happened);
        journal.Write(happened);
        Apply(happened);
        return happened;
    }

    /// <summary>Takes over an event of another run's history, in its place and with its time.</summary>
    public void Copy(HistoryEvent happened)
    {
        journal.Write(happened);
        Apply(happened);
    }

    /// <summary>Keeps an event for when the worker's turn is over.</summary>
    public void HoldBack(HistoryEvent happened)
    {
        WriteTask();
        happened.EventTime ??= Timestamp.FromDateTimeOffset(time.GetUtcNow());
        journal.Write(happened);
        State.ApplyHeldBack(happened);
    }

    /// <summary>Appends what was held back, with the times at which it happened. Answers whether there was anything.</summary>
    public bool Release()
    {
        if (HeldBack.Count == 0) return false;
        journal.Write(JournalMark.Released);
        foreach (var happened in State.TakeHeldBack()) Append(happened);
        return true;
    }

    /// <summary>Forgets a timer that fired while the worker's turn cancelled it.</summary>
    public void DropHeldBackTimer(string timerId)
    {
        if (!State.DropHeldBack(happened => happened.TimerFiredEventAttributes?.TimerId == timerId)) return;
        journal.Write(JournalMark.Released);
        foreach (var happened in HeldBack) journal.Write(happened);
    }

    /// <summary>Notes what leaves no event, but must survive a restart.</summary>
    public void Note(string kind, IMessage? content, long about = 0) =>
        journal.Write(JournalMark.Note(kind, content, time.GetUtcNow(), about));

    /// <summary>Notes how far the attempts of an activity are.</summary>
    public void Note(PendingActivity activity) => Note(ActivityNote.Kind, ActivityNote.Of(activity), activity.ScheduledEventId);

    /// <summary>Notes when the run was made, and by which request.</summary>
    public void NoteStart(string requestId, DateTimeOffset at)
    {
        var note = RunExtract.Note(requestId, at);
        journal.Write(note);
        Restore(note);
    }

    /// <summary>Says that the turn now taken changes this run: should it throw, the run is what it was before.</summary>
    public void Touch() => journal.Touch();

    /// <summary>Takes in one record of the journal, or of an extract.</summary>
    public void Restore(HistoryEvent record)
    {
        if (JournalMark.NoteIn(record) is { MarkerName: RunExtract.StartNote } note)
        {
            StartRequestId = JournalMark.Content(note, StringValue.Parser)?.Value ?? "";
            CreatedAt = record.EventTime.ToDateTimeOffset();
            if (CreatedAt != Summary.StartedAt) Summary.BeginAgain(CreatedAt);
            return;
        }
        State.Restore(record);
        if (record.EventId <= 0) return;
        Summary.Apply(record);
        if (CreatedAt == default) CreatedAt = Summary.StartedAt;
    }

    /// <summary>Takes the run back to what its journal says, after a turn that failed.</summary>
    public void Rewind(IReadOnlyList<HistoryEvent> records)
    {
        State.Halt();
        State.Updates.Abandon();
        (state, rested, restedStart, Summary) = (new(), null, null, new());
        foreach (var record in records) Restore(record);
        Pulse();
    }

    /// <summary>Becomes the closed run of an extract.</summary>
    public void RestoreExtract(IReadOnlyList<HistoryEvent> extract)
    {
        foreach (var record in extract) Restore(record);
        var end = extract[^1];
        Summary.HistoryBytes = end.TaskId;
        Rest(new(null!), (int)end.EventId, extract[0].WorkflowExecutionStartedEventAttributes);
    }

    /// <summary>Lets the events of a run that has ended go out of memory.</summary>
    public void Rest()
    {
        if (state is not null && !IsOpen) Rest(new(state), Length, RunExtract.Of(this)[0].WorkflowExecutionStartedEventAttributes);
    }

    /// <summary>Waits for nothing any more.</summary>
    public void Halt() => state?.Halt();

    /// <summary>The run has ended, and all that hung on it.</summary>
    public void End() => State.End();

    /// <summary>Wakes those who wait for a change.</summary>
    public void Pulse()
    {
        var woken = changed;
        changed = null;
        woken?.TrySetResult();
    }

    /// <summary>Something happens that is to be written: so is the task that would have left no trace.</summary>
    private void WriteTask()
    {
        if (State.WorkflowTask.Unwritten.Count == 0) return;
        foreach (var happened in State.WorkflowTask.TakeUnwritten()) Copy(happened);
    }

    private void Apply(HistoryEvent happened)
    {
        State.Apply(happened);
        Summary.Apply(happened);
        Pulse();
    }

    private void Rest(WeakReference<RunState> kept, int length, WorkflowExecutionStartedEventAttributes start) =>
        (state, rested, restedLength, restedStart) = (null, kept, length, start);

    private RunState Recall()
    {
        if (rested!.TryGetTarget(out var kept)) return kept;
        var recalled = new RunState();
        foreach (var record in journal.Read()) recalled.Restore(record);
        if (recalled.Events.Count == 0) throw RpcError.NotFound($"the history of run \"{key.RunId}\" is gone");
        recalled.End();
        rested.SetTarget(recalled);
        return recalled;
    }
}

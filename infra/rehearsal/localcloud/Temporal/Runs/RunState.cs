using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Journals;
using PipAi.LocalCloud.Temporal.Runs.Parts;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>
/// The events of a run and all that is derived from them: of a run that has ended it is read from its journal when asked for.
/// </summary>
internal sealed class RunState
{
    private readonly List<HistoryEvent> events = [];
    private readonly List<HistoryEvent> heldBack = [];

    /// <inheritdoc cref="Run.Events"/>
    public IReadOnlyList<HistoryEvent> Events => events;

    /// <inheritdoc cref="Run.HeldBack"/>
    public IReadOnlyList<HistoryEvent> HeldBack => heldBack;

    /// <inheritdoc cref="Run.WorkflowTask"/>
    public WorkflowTask WorkflowTask { get; } = new();

    /// <inheritdoc cref="Run.Activities"/>
    public PendingActivities Activities { get; } = new();

    /// <inheritdoc cref="Run.Timers"/>
    public PendingTimers Timers { get; } = new();

    /// <inheritdoc cref="Run.Children"/>
    public PendingChildren Children { get; } = new();

    /// <inheritdoc cref="Run.Updates"/>
    public RunUpdates Updates { get; } = new();

    /// <inheritdoc cref="Run.Signals"/>
    public SignalDeduplication Signals { get; } = new();

    /// <inheritdoc cref="Run.Alarms"/>
    public List<DeadlineTimer> Alarms { get; } = [];

    /// <summary>Takes in an event.</summary>
    public void Apply(HistoryEvent happened)
    {
        events.Add(happened);
        WorkflowTask.Apply(happened);
        Activities.Apply(happened);
        Timers.Apply(happened);
        Children.Apply(happened);
        Updates.Apply(happened);
        Signals.Apply(happened);
    }

    /// <summary>Takes in an event that is held back.</summary>
    public void ApplyHeldBack(HistoryEvent happened)
    {
        heldBack.Add(happened);
        Activities.ApplyHeldBack(happened);
        Timers.ApplyHeldBack(happened);
        Signals.Apply(happened);
    }

    /// <summary>What was held back, which it no longer is.</summary>
    public HistoryEvent[] TakeHeldBack()
    {
        HistoryEvent[] taken = [.. heldBack];
        heldBack.Clear();
        return taken;
    }

    /// <summary>Forgets what is held back of a kind; answers whether there was any.</summary>
    public bool DropHeldBack(Predicate<HistoryEvent> dropped) => heldBack.RemoveAll(dropped) > 0;

    /// <summary>Takes in one record of the journal.</summary>
    public void Restore(HistoryEvent record)
    {
        if (JournalMark.IsReleased(record)) heldBack.Clear();
        else if (JournalMark.NoteIn(record) is { } note) Restore(note);
        else if (record.EventId == 0) ApplyHeldBack(record);
        else Apply(record);
    }

    /// <summary>Waits for nothing any more: no alarm rings, no task is in a queue.</summary>
    public void Halt()
    {
        WorkflowTask.Recall();
        foreach (var timer in Alarms) timer.Dispose();
        Alarms.Clear();
        foreach (var timer in Timers.All) timer.Alarm?.Dispose();
        foreach (var activity in Activities.All) activity.EndAttempt();
    }

    /// <summary>The run has ended, and all that hung on it.</summary>
    public void End()
    {
        Halt();
        WorkflowTask.Phase = TaskPhase.None;
        foreach (var activity in Activities.All) activity.State = ActivityState.Closed;
        Updates.EndWithRun(events.Count > 0 && RunSummary.NextRunId(events[^1]).Length > 0);
    }

    private void Restore(MarkerRecordedEventAttributes note)
    {
        switch (note.MarkerName)
        {
            case ActivityNote.Kind:
                if (Activities.Find(note.WorkflowTaskCompletedEventId) is { } activity) ActivityNote.Apply(note, activity);
                break;
            case WorkflowTask.NoteKind:
                WorkflowTask.ApplyNote(note);
                break;
            default:
                break;
        }
    }
}

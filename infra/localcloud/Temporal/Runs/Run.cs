using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Activities;
using PipAi.LocalCloud.Temporal.Children;
using PipAi.LocalCloud.Temporal.Histories;
using PipAi.LocalCloud.Temporal.Signals;
using PipAi.LocalCloud.Temporal.Timers;
using PipAi.LocalCloud.Temporal.Updates;
using PipAi.LocalCloud.Temporal.WorkflowTasks;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>
/// One run of a workflow. Its events are the truth: everything else here is derived from them in <see cref="Apply"/>, the same
/// way when an event happens and when a journal is read back. To be used in turns only.
/// </summary>
internal sealed class Run(RunKey key, TimeProvider time, RunJournal journal)
{
    private readonly List<HistoryEvent> events = [];
    private readonly List<HistoryEvent> heldBack = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Namespace, workflow id, run id.</summary>
    public RunKey Key => key;

    /// <summary>All events so far; event n is at index n - 1.</summary>
    public IReadOnlyList<HistoryEvent> Events => events;

    /// <summary>What happened outside while a worker was at its turn: appended when that turn is over. Ids are not yet given.</summary>
    public IReadOnlyList<HistoryEvent> HeldBack => heldBack;

    /// <summary>How the run was started.</summary>
    public WorkflowExecutionStartedEventAttributes Started => events[0].WorkflowExecutionStartedEventAttributes;

    /// <summary>Status, memo, search attributes.</summary>
    public RunSummary Summary { get; } = new();

    /// <summary>Whether it has not ended.</summary>
    public bool IsOpen => Summary.Status == WorkflowExecutionStatus.Running;

    /// <summary>The task that lets a worker take the workflow's next turn.</summary>
    public WorkflowTask WorkflowTask { get; } = new();

    /// <summary>Activities that are not closed.</summary>
    public PendingActivities Activities { get; } = new();

    /// <summary>Timers that are not fired or cancelled.</summary>
    public PendingTimers Timers { get; } = new();

    /// <summary>Children that are not closed.</summary>
    public PendingChildren Children { get; } = new();

    /// <summary>Updates, also those that completed.</summary>
    public RunUpdates Updates { get; } = new();

    /// <summary>Signals seen, so that a repeated request does not signal twice.</summary>
    public SeenSignals Signals { get; } = new();

    /// <summary>The request that started it: repeated, it starts nothing new.</summary>
    public string StartRequestId { get; init; } = "";

    /// <summary>Rings when something about the run as a whole is due: its first task after a delay, its timeout.</summary>
    public List<Alarm> Alarms { get; } = [];

    /// <summary>Completes at the next change. Take it in the turn that looked.</summary>
    public Task Changed => changed.Task;

    /// <summary>Appends an event: gives it its id and time, writes it to the journal, derives what follows from it.</summary>
    public HistoryEvent Append(HistoryEvent happened)
    {
        happened.EventId = events.Count + 1;
        happened.EventTime ??= Timestamp.FromDateTimeOffset(time.GetUtcNow());
        happened.TaskId = happened.EventId;
        EventOrder.Complete(this, happened);
        journal.Write(happened);
        Apply(happened);
        return happened;
    }

    /// <summary>Keeps an event for when the worker's turn is over.</summary>
    public void HoldBack(HistoryEvent happened)
    {
        happened.EventTime ??= Timestamp.FromDateTimeOffset(time.GetUtcNow());
        journal.Write(happened);
        ApplyHeldBack(happened);
    }

    /// <summary>Appends what was held back. Answers whether there was anything.</summary>
    public bool Release()
    {
        if (heldBack.Count == 0) return false;
        HistoryEvent[] released = [.. heldBack];
        heldBack.Clear();
        journal.Write(JournalMark.Released);
        foreach (var happened in released)
        {
            happened.EventTime = null;
            Append(happened);
        }
        return true;
    }

    /// <summary>Forgets a timer that fired while the worker's turn cancelled it.</summary>
    public void DropHeldBackTimer(string timerId)
    {
        if (heldBack.RemoveAll(happened => happened.TimerFiredEventAttributes?.TimerId == timerId) == 0) return;
        journal.Write(JournalMark.Released);
        foreach (var happened in heldBack) journal.Write(happened);
    }

    /// <summary>Notes how far an activity's attempts are: retries leave no event, but must survive a restart.</summary>
    public void Note(HistoryEvent attempt)
    {
        JournalMark.MakeNote(attempt, time.GetUtcNow());
        journal.Write(attempt);
    }

    /// <summary>Takes in one record of the journal when the service starts.</summary>
    public void Restore(HistoryEvent record)
    {
        if (JournalMark.IsReleased(record)) heldBack.Clear();
        else if (JournalMark.IsNote(record)) Activities.ApplyNote(record);
        else if (record.EventId == 0) ApplyHeldBack(record);
        else Apply(record);
    }

    /// <summary>Wakes those who wait for a change.</summary>
    public void Pulse()
    {
        var woken = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        woken.TrySetResult();
    }

    private void Apply(HistoryEvent happened)
    {
        events.Add(happened);
        Summary.Apply(happened);
        WorkflowTask.Apply(happened);
        Activities.Apply(happened);
        Timers.Apply(happened);
        Children.Apply(happened);
        Updates.Apply(happened);
        Signals.Apply(happened);
        Pulse();
    }

    private void ApplyHeldBack(HistoryEvent happened)
    {
        heldBack.Add(happened);
        Activities.ApplyHeldBack(happened);
        Timers.ApplyHeldBack(happened);
        Signals.Apply(happened);
    }
}

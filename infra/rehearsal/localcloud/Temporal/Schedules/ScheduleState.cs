using System.Collections.Immutable;
using PipAi.LocalCloud.Temporal.Schedules.Times;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Schedule.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>All that is known of one schedule at a time. It is never changed: what happens makes another one of it.</summary>
internal sealed record ScheduleState
{
    private SpecTimes? times;

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its id in there.</summary>
    public required string Id { get; init; }

    /// <summary>The request that created it: repeated, it creates nothing.</summary>
    public required string CreateRequestId { get; init; }

    /// <summary>What was asked for, in its canonical form and with defaults; not to be changed.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>Notes that travel with it.</summary>
    public Memo Memo { get; init; } = new();

    /// <summary>What it can be searched by.</summary>
    public SearchAttributes SearchAttributes { get; init; } = new();

    /// <summary>Grows with every change: the conflict token.</summary>
    public long Version { get; init; } = 1;

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was updated last; before any update, the earliest time.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Until when all times are dealt with: the last one that was.</summary>
    public required DateTimeOffset DoneUntil { get; init; }

    /// <summary>The number of the next start.</summary>
    public long NextNumber { get; init; } = 1;

    /// <summary>How many workflows it has started.</summary>
    public long Actions { get; init; }

    /// <summary>How many times came too late.</summary>
    public long Missed { get; init; }

    /// <summary>How many starts were left out because a workflow ran.</summary>
    public long Skipped { get; init; }

    /// <summary>How many starts found no room to wait in.</summary>
    public long Dropped { get; init; }

    /// <summary>Starts that wait.</summary>
    public ImmutableArray<BufferedStart> Buffer { get; init; } = [];

    /// <summary>What is left of past times that are to be made up for.</summary>
    public ImmutableArray<BackfillRequest> Backfills { get; init; } = [];

    /// <summary>The workflow that runs, as it was started; those that may overlap do not count.</summary>
    public ImmutableArray<WorkflowExecution> Running { get; init; } = [];

    /// <summary>The workflows started last.</summary>
    public ImmutableArray<ScheduleActionResult> Recent { get; init; } = [];

    /// <summary>What the last workflow completed with.</summary>
    public Payloads? LastResult { get; init; }

    /// <summary>What the last workflow failed with, if it did.</summary>
    public Failure? LastFailure { get; init; }

    /// <summary>The last requests that changed it: repeated, they change nothing.</summary>
    public ImmutableArray<string> Requests { get; init; } = [];

    /// <summary>The workflow that it starts; null if it does nothing.</summary>
    public Temporalio.Api.Workflow.V1.NewWorkflowExecutionInfo? Workflow => Schedule.Action.StartWorkflow;

    /// <summary>Whether the times of its specification lead to actions at present.</summary>
    public bool IsActive => !Schedule.State.Paused && (!Schedule.State.LimitedActions || Schedule.State.RemainingActions > 0);

    /// <summary>When it acts.</summary>
    public SpecTimes Times => times is { } known && ReferenceEquals(known.Spec, Schedule.Spec)
        ? known
        : times = new(Schedule.Spec, $"{Namespace}-{Id}");

    /// <summary>The workflows that it has started and whose end it has not seen.</summary>
    public IEnumerable<WorkflowExecution> Unended => Recent
        .Where(recent => recent.StartWorkflowStatus == WorkflowExecutionStatus.Running)
        .Select(recent => recent.StartWorkflowResult).Union(Running);

    /// <summary>When something last happened to it.</summary>
    public DateTimeOffset LastEventAt =>
        new[] { CreatedAt, UpdatedAt, Recent is [.., var last] ? last.ActualTime.ToDateTimeOffset() : default }.Max();

    /// <summary>What becomes of a start while a workflow runs.</summary>
    public ScheduleOverlapPolicy OverlapOf(ScheduleOverlapPolicy asked) =>
        asked == ScheduleOverlapPolicy.Unspecified ? Schedule.Policies.OverlapPolicy : asked;

    /// <summary>The same with another schedule.</summary>
    public ScheduleState With(Action<Schedule> change)
    {
        var changed = Schedule.Clone();
        change(changed);
        return this with { Schedule = changed, Version = Version + 1 };
    }

    /// <summary>The times at which it will act.</summary>
    public IEnumerable<DateTimeOffset> Future(DateTimeOffset now, int most)
    {
        if (Schedule.State.LimitedActions) most = (int)Math.Clamp(Schedule.State.RemainingActions, 0, most);
        // Time spent paused is not made up for.
        return Times.After(Schedule.State.Paused ? now : DoneUntil).Select(time => time.Actual).Where(time => time >= UpdatedAt).Take(most);
    }
}

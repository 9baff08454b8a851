using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Schedules.Times;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>What clients and workflows do to a schedule: pure functions from one state to the next.</summary>
internal static class ScheduleChanges
{
    private const int MostRecent = 10;
    private const int MostRequests = 100;
    private const int LargestKept = (2 << 20) - 1024;

    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UsualWindow = TimeSpan.FromDays(365);

    /// <summary>A new schedule.</summary>
    public static ScheduleState Create(CreateScheduleRequest ask, DateTimeOffset now)
    {
        var created = new ScheduleState
        {
            Namespace = ask.Namespace,
            Id = ask.ScheduleId,
            CreateRequestId = ask.RequestId,
            Schedule = Complete(ask.Schedule),
            Memo = ask.Memo ?? new(),
            SearchAttributes = Kept(ask.SearchAttributes ?? new()),
            CreatedAt = now,
            DoneUntil = now,
        };
        return ask.InitialPatch is { } patch ? Patch(created, patch, now) : created;
    }

    /// <summary>Replaces what it does, when and how. A request that stands on an older state changes nothing.</summary>
    public static ScheduleState Update(ScheduleState state, UpdateScheduleRequest ask, DateTimeOffset now) =>
        ScheduleViews.VersionIn(ask.ConflictToken) is { } version && version != 0 && version != state.Version ? state : state with
        {
            Schedule = Complete(ask.Schedule),
            Memo = ask.Memo ?? state.Memo,
            SearchAttributes = ask.SearchAttributes is { } attributes ? Kept(attributes) : state.SearchAttributes,
            UpdatedAt = now,
            Version = state.Version + 1,
        };

    /// <summary>Acts now, makes up for the past, pauses or goes on.</summary>
    public static ScheduleState Patch(ScheduleState state, SchedulePatch patch, DateTimeOffset now)
    {
        if (patch.TriggerImmediately is { } trigger)
        {
            var at = trigger.ScheduledTime?.ToDateTimeOffset() ?? now;
            state = SchedulePlan.Buffer(state, new(at, at), trigger.OverlapPolicy, isManual: true);
        }
        foreach (var backfill in patch.BackfillRequest) state = SchedulePlan.Backfill(state, backfill);
        if (patch.Pause.Length > 0) state = Pause(state, true, patch.Pause);
        return patch.Unpause.Length > 0 ? Pause(state, false, patch.Unpause) : state;
    }

    /// <summary>Remembers a request.</summary>
    public static ScheduleState Seen(ScheduleState state, string requestId) => requestId.Length == 0 ? state
        : state with { Requests = [.. state.Requests.Append(requestId).TakeLast(MostRequests)] };

    /// <summary>A start was made.</summary>
    public static ScheduleState Started(ScheduleState state, BufferedStart start, WorkflowExecution workflow, DateTimeOffset now)
    {
        var result = new ScheduleActionResult
        {
            ScheduleTime = Timestamp.FromDateTimeOffset(start.Actual),
            ActualTime = Timestamp.FromDateTimeOffset(now),
            StartWorkflowResult = workflow,
            StartWorkflowStatus = WorkflowExecutionStatus.Running,
        };
        return state with
        {
            Actions = state.Actions + 1,
            Recent = [.. state.Recent.Append(result).TakeLast(MostRecent)],
            Running = state.OverlapOf(start.Overlap) == ScheduleOverlapPolicy.AllowAll ? state.Running : state.Running.Add(workflow),
        };
    }

    /// <summary>A workflow has ended.</summary>
    public static ScheduleState Ended(ScheduleState state, WorkflowEnd end)
    {
        var wasRunning = state.Running.Contains(end.Started);
        state = state with
        {
            Running = state.Running.Remove(end.Started),
            Recent = [.. state.Recent.Select(recent => Ended(recent, end))],
        };
        // Those that may overlap tell the others nothing.
        if (!wasRunning) return state;
        if (PauseNote(state, end) is { } note) state = Pause(state, true, note);
        if (end.Result?.CalculateSize() <= LargestKept) return state with { LastResult = end.Result, LastFailure = null };
        return end.Failure?.CalculateSize() <= LargestKept ? state with { LastFailure = end.Failure } : state;
    }

    private static string? PauseNote(ScheduleState state, WorkflowEnd end) => end.Status switch
    {
        _ when !state.Schedule.Policies.PauseOnFailure || state.Schedule.State.Paused => null,
        WorkflowExecutionStatus.Failed => $"paused due to workflow failure: {end.Started.WorkflowId}: {end.Failure?.Message}",
        WorkflowExecutionStatus.TimedOut => $"paused due to workflow timeout: {end.Started.WorkflowId}",
        _ => null,
    };

    private static ScheduleState Pause(ScheduleState state, bool isPaused, string note) =>
        state.With(schedule => (schedule.State.Paused, schedule.State.Notes) = (isPaused, note));

    private static ScheduleActionResult Ended(ScheduleActionResult recent, WorkflowEnd end)
    {
        if (!recent.StartWorkflowResult.Equals(end.Started)) return recent;
        var ended = recent.Clone();
        ended.StartWorkflowStatus = end.Status;
        return ended;
    }

    private static Schedule Complete(Schedule? asked)
    {
        var schedule = asked?.Clone() ?? new();
        schedule.Spec = CanonicalSpec.Of(schedule.Spec ?? new());
        schedule.Action ??= new();
        schedule.State ??= new();
        var policies = schedule.Policies ??= new();
        if (policies.OverlapPolicy == ScheduleOverlapPolicy.Unspecified) policies.OverlapPolicy = ScheduleOverlapPolicy.Skip;
        var window = policies.CatchupWindow is { } asks ? Spans.Of(asks) : UsualWindow;
        policies.CatchupWindow = Duration.FromTimeSpan(window > ShortestWindow ? window : ShortestWindow);
        return schedule;
    }

    private static SearchAttributes Kept(SearchAttributes asked)
    {
        var kept = new SearchAttributes();
        foreach (var (name, value) in asked.IndexedFields.Where(field => !Nothing.Is(field.Value))) kept.IndexedFields.Add(name, value);
        return kept;
    }
}

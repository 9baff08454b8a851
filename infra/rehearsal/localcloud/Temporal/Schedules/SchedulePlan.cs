using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Schedules.Times;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>What the passing of time does to a schedule: pure functions of its state and of now.</summary>
internal static class SchedulePlan
{
    private const int MostBuffered = 1000;
    private const int BackfillsAtOnce = 10;

    private static readonly TimeSpan BackfillPace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleTime = TimeSpan.FromDays(7);

    /// <summary>Decides on the starts for all times until now, and on the next ones of the past that is made up for.</summary>
    public static ScheduleState Advance(ScheduleState state, DateTimeOffset now) => MakeUp(Pass(state, now));

    /// <summary>When to advance next; null if nothing comes by itself.</summary>
    public static DateTimeOffset? NextAt(ScheduleState state, DateTimeOffset now)
    {
        if (!state.Backfills.IsEmpty) return now + BackfillPace;
        return state.IsActive && state.Times.After(state.DoneUntil).Take(1).ToArray() is [var next] ? next.Actual : ExpiresAt(state);
    }

    /// <summary>When it is gone: a while after what happened to it last, if nothing comes any more; null if something may.</summary>
    public static DateTimeOffset? ExpiresAt(ScheduleState state)
    {
        if (state.Schedule.State.Paused || !state.Backfills.IsEmpty) return null;
        return state.IsActive && state.Times.After(state.DoneUntil).Any() ? null : state.LastEventAt + IdleTime;
    }

    /// <summary>Lets a start wait, if there is room.</summary>
    public static ScheduleState Buffer(ScheduleState state, ScheduleTime time, ScheduleOverlapPolicy overlap, bool isManual) =>
        state.Buffer.Length >= MostBuffered
            ? state with { Dropped = state.Dropped + 1 }
            : state with
            {
                Buffer = state.Buffer.Add(new(state.NextNumber, time.Nominal, time.Actual, overlap, isManual)),
                NextNumber = state.NextNumber + 1,
            };

    /// <summary>Is to make up for some of the past, whose first time is included.</summary>
    public static ScheduleState Backfill(ScheduleState state, BackfillRequest asked)
    {
        if (state.Backfills.Length >= MostBuffered) return state with { Dropped = state.Dropped + 1 };
        var backfill = asked.Clone();
        backfill.StartTime = Timestamp.FromDateTimeOffset(Start(asked) - TimeSpan.FromMilliseconds(1));
        backfill.EndTime ??= Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch);
        return state with { Backfills = state.Backfills.Add(backfill) };
    }

    private static DateTimeOffset Start(BackfillRequest asked) =>
        asked.StartTime?.ToDateTimeOffset() is { } start && start > DateTimeOffset.UnixEpoch ? start : DateTimeOffset.UnixEpoch;

    private static ScheduleState Pass(ScheduleState state, DateTimeOffset now)
    {
        if (!state.IsActive) return state with { DoneUntil = now };
        var window = Spans.Of(state.Schedule.Policies.CatchupWindow);
        foreach (var time in state.Times.Between(state.DoneUntil, now))
        {
            state = state with { DoneUntil = time.Actual };
            // An update is for what comes after it, though its jitter may have brought it there.
            if (time.Actual < state.UpdatedAt) continue;
            state = now - time.Actual > window
                ? state with { Missed = state.Missed + 1 }
                : Buffer(state, time, ScheduleOverlapPolicy.Unspecified, isManual: false);
        }
        return state;
    }

    private static ScheduleState MakeUp(ScheduleState state)
    {
        var left = BackfillsAtOnce;
        // Half of the room is for the times that pass meanwhile.
        while (!state.Backfills.IsEmpty && left > 0 && state.Buffer.Length < MostBuffered / 2)
        {
            var backfill = state.Backfills[0];
            var (start, end) = (backfill.StartTime.ToDateTimeOffset(), backfill.EndTime.ToDateTimeOffset());
            var times = state.Times.Between(start, end).Take(left + 1).ToArray();
            foreach (var time in times.Take(left)) state = Buffer(state, time, backfill.OverlapPolicy, isManual: true);
            var rest = times.Length > left ? state.Backfills.SetItem(0, After(backfill, times[left - 1])) : state.Backfills.RemoveAt(0);
            state = state with { Backfills = rest };
            left -= times.Length;
        }
        return state;
    }

    private static BackfillRequest After(BackfillRequest backfill, ScheduleTime last)
    {
        var rest = backfill.Clone();
        rest.StartTime = Timestamp.FromDateTimeOffset(last.Actual);
        return rest;
    }
}

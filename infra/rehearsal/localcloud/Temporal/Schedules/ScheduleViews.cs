using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Temporal.Schedules.Times;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>Schedules as descriptions and lists show them.</summary>
internal static class ScheduleViews
{
    private const int FutureInDescription = 10;
    private const int InList = 5;
    private const int CalendarsInList = 10;

    /// <summary>All that can be said of one.</summary>
    public static DescribeScheduleResponse Full(ScheduleState state, DateTimeOffset now)
    {
        var full = Kept(state);
        full.Schedule.Spec = CanonicalSpec.Shown(state.Schedule.Spec);
        full.Info.BufferSize = state.Buffer.Length;
        full.Info.FutureActionTimes.Add(state.Future(now, FutureInDescription).Select(Timestamp.FromDateTimeOffset));
        if (full.Memo.Fields.Count == 0) full.Memo = null;
        if (full.SearchAttributes.IndexedFields.Count == 0) full.SearchAttributes = null;
        return full;
    }

    /// <summary>The line of a list.</summary>
    public static ScheduleListEntry Brief(ScheduleState state, DateTimeOffset now)
    {
        var spec = CanonicalSpec.Shown(state.Schedule.Spec);
        Cut(spec.StructuredCalendar);
        Cut(spec.ExcludeStructuredCalendar);
        Cut(spec.Interval);
        var entry = new ScheduleListEntry
        {
            ScheduleId = state.Id,
            Memo = state.Memo.Fields.Count == 0 ? null : state.Memo.Clone(),
            SearchAttributes = state.SearchAttributes.IndexedFields.Count == 0 ? null : state.SearchAttributes.Clone(),
            Info = new()
            {
                Spec = spec,
                WorkflowType = state.Workflow?.WorkflowType.Clone(),
                Notes = state.Schedule.State.Notes,
                Paused = state.Schedule.State.Paused,
            },
        };
        entry.Info.RecentActions.Add(state.Recent.TakeLast(InList).Select(recent => recent.Clone()));
        entry.Info.FutureActionTimes.Add(state.Future(now, InList).Select(Timestamp.FromDateTimeOffset));
        return entry;
    }

    /// <summary>What of a description is kept, and does not follow from the rest.</summary>
    public static DescribeScheduleResponse Kept(ScheduleState state) => new()
    {
        Schedule = state.Schedule.Clone(),
        Memo = state.Memo.Clone(),
        SearchAttributes = state.SearchAttributes.Clone(),
        ConflictToken = Token(state.Version),
        Info = new()
        {
            ActionCount = state.Actions,
            MissedCatchupWindow = state.Missed,
            OverlapSkipped = state.Skipped,
            BufferDropped = state.Dropped,
            RunningWorkflows = { state.Running.Select(running => running.Clone()) },
            RecentActions = { state.Recent.Select(recent => recent.Clone()) },
            CreateTime = Timestamp.FromDateTimeOffset(state.CreatedAt),
            UpdateTime = state.UpdatedAt == default ? null : Timestamp.FromDateTimeOffset(state.UpdatedAt),
        },
    };

    /// <summary>The conflict token of a version.</summary>
    public static ByteString Token(long version)
    {
        var token = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(token, version);
        return ByteString.CopyFrom(token);
    }

    /// <summary>The version in a conflict token; null if it is none.</summary>
    public static long? VersionIn(ByteString token) =>
        token.Length >= sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(token.Span) : null;

    private static void Cut<T>(IList<T> calendars)
    {
        while (calendars.Count > CalendarsInList) calendars.RemoveAt(calendars.Count - 1);
    }
}

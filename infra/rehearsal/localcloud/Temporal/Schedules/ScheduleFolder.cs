using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Temporal.Journals;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>
/// Keeps the state of every schedule in a file of its own beside the histories of its namespace, in the records of journals. A file is
/// replaced as a whole: a killed process leaves the state from before or from after.
/// </summary>
internal sealed class ScheduleFolder(string path)
{
    private const string Extension = ".schedule";
    private const string Named = "named";
    private const string Shown = "shown";
    private const string Due = "due";
    private const string AskedFor = "asked for";
    private const string Past = "past";
    private const string Result = "result";
    private const string Failed = "failure";
    private const string Request = "request";

    /// <summary>Writes one.</summary>
    public void Save(ScheduleState state)
    {
        Directory.CreateDirectory(Path.Combine(path, state.Namespace));
        var records = new ArrayBufferWriter<byte>();
        foreach (var record in Records(state)) JournalRecords.Add(records, record);
        AtomicFile.Write(FileOf(state), JournalRecords.Whole(records).WrittenSpan);
    }

    /// <summary>Deletes one.</summary>
    public void Delete(ScheduleState state) => File.Delete(FileOf(state));

    /// <summary>All of them.</summary>
    public IEnumerable<ScheduleState> Load() => !Directory.Exists(path) ? [] : Directory
        .EnumerateFiles(path, "*" + Extension, SearchOption.AllDirectories)
        .Select(file => Read(JournalRecords.Read(file).Records)).OfType<ScheduleState>();

    private static IEnumerable<HistoryEvent> Records(ScheduleState state)
    {
        var named = new PatchScheduleRequest { Namespace = state.Namespace, ScheduleId = state.Id, RequestId = state.CreateRequestId };
        yield return JournalMark.Note(Named, named, state.CreatedAt);
        yield return JournalMark.Note(Shown, ScheduleViews.Kept(state), state.DoneUntil, state.NextNumber);
        foreach (var start in state.Buffer)
            yield return JournalMark.Note(start.IsManual ? AskedFor : Due, ToRecord(start), state.DoneUntil, start.Number);
        foreach (var backfill in state.Backfills) yield return JournalMark.Note(Past, backfill, state.DoneUntil);
        if (state.LastResult is { } result) yield return JournalMark.Note(Result, result, state.DoneUntil);
        if (state.LastFailure is { } failure) yield return JournalMark.Note(Failed, failure, state.DoneUntil);
        foreach (var request in state.Requests)
            yield return JournalMark.Note(Request, new StringValue { Value = request }, state.DoneUntil);
    }

    private static ScheduleState? Read(IReadOnlyList<HistoryEvent> records)
    {
        if (records is not [var first, var second, ..]
            || Content(first, PatchScheduleRequest.Parser) is not { } named
            || Content(second, DescribeScheduleResponse.Parser) is not { } shown) return null;
        var state = new ScheduleState
        {
            Namespace = named.Namespace,
            Id = named.ScheduleId,
            CreateRequestId = named.RequestId,
            Schedule = shown.Schedule,
            Memo = shown.Memo,
            SearchAttributes = shown.SearchAttributes,
            Version = ScheduleViews.VersionIn(shown.ConflictToken) ?? 1,
            CreatedAt = shown.Info.CreateTime.ToDateTimeOffset(),
            UpdatedAt = shown.Info.UpdateTime?.ToDateTimeOffset() ?? default,
            DoneUntil = second.EventTime.ToDateTimeOffset(),
            NextNumber = second.MarkerRecordedEventAttributes.WorkflowTaskCompletedEventId,
            Actions = shown.Info.ActionCount,
            Missed = shown.Info.MissedCatchupWindow,
            Skipped = shown.Info.OverlapSkipped,
            Dropped = shown.Info.BufferDropped,
            Running = [.. shown.Info.RunningWorkflows],
            Recent = [.. shown.Info.RecentActions],
        };
        return records.Skip(2).Aggregate(state, Restore);
    }

    private static ScheduleState Restore(ScheduleState state, HistoryEvent record) => record.MarkerRecordedEventAttributes.MarkerName switch
    {
        Due or AskedFor => state with { Buffer = state.Buffer.Add(ToStart(record)) },
        Past => state with { Backfills = state.Backfills.Add(Content(record, BackfillRequest.Parser)!) },
        Result => state with { LastResult = Content(record, Payloads.Parser) ?? new() },
        Failed => state with { LastFailure = Content(record, Failure.Parser) ?? new() },
        Request => state with { Requests = state.Requests.Add(Content(record, StringValue.Parser)!.Value) },
        _ => state,
    };

    private static BackfillRequest ToRecord(BufferedStart start) => new()
    {
        StartTime = Timestamp.FromDateTimeOffset(start.Nominal),
        EndTime = Timestamp.FromDateTimeOffset(start.Actual),
        OverlapPolicy = start.Overlap,
    };

    private static BufferedStart ToStart(HistoryEvent record)
    {
        var (note, start) = (record.MarkerRecordedEventAttributes, Content(record, BackfillRequest.Parser)!);
        var (nominal, actual) = (start.StartTime.ToDateTimeOffset(), start.EndTime.ToDateTimeOffset());
        return new(note.WorkflowTaskCompletedEventId, nominal, actual, start.OverlapPolicy, note.MarkerName == AskedFor);
    }

    private static T? Content<T>(HistoryEvent record, MessageParser<T> parser)
        where T : class, IMessage<T> => JournalMark.NoteIn(record) is { } note ? JournalMark.Content(note, parser) : null;

    /// <summary>Ids may be longer than names of files, and hold any letter.</summary>
    private string FileOf(ScheduleState state) =>
        Path.Combine(path, state.Namespace, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state.Id))) + Extension);
}

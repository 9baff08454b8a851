using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Journals;

/// <summary>
/// The kinds of record in a run's journal, told apart by event id: above 0 an event of the history; 0 an event held back; -1 the
/// held-back events so far are no longer held back; -2 a note; -3 how many bytes that follow are one turn's.
/// </summary>
internal static class JournalMark
{
    private const long ReleasedId = -1;
    private const long NoteId = -2;
    private const long TurnId = -3;

    /// <summary>The events held back until here have been appended, or replaced by those that follow.</summary>
    public static HistoryEvent Released => new() { EventId = ReleasedId };

    /// <summary>Whether a record says so.</summary>
    public static bool IsReleased(HistoryEvent record) => record.EventId == ReleasedId;

    /// <summary>The records in the next bytes were written in one turn: without the last of them none of them happened.</summary>
    public static HistoryEvent Turn(int bytes) => new() { EventId = TurnId, TaskId = bytes };

    /// <summary>How many bytes belong to a turn that begins with this record, or null if it is another kind.</summary>
    public static long? TurnLength(HistoryEvent record) => record.EventId == TurnId ? record.TaskId : null;

    /// <summary>A note: what must survive a restart, and is no event of the history.</summary>
    /// <param name="kind">What it tells of.</param>
    /// <param name="content">What it tells.</param>
    /// <param name="now">When.</param>
    /// <param name="about">The event that it is about, or 0.</param>
    public static HistoryEvent Note(string kind, IMessage? content, DateTimeOffset now, long about = 0)
    {
        var note = new MarkerRecordedEventAttributes { MarkerName = kind, WorkflowTaskCompletedEventId = about };
        if (content is not null) note.Details.Add("", new Payloads { Payloads_ = { new Payload { Data = content.ToByteString() } } });
        return new HistoryEvent
        {
            EventId = NoteId,
            EventType = EventType.MarkerRecorded,
            EventTime = Timestamp.FromDateTimeOffset(now),
            MarkerRecordedEventAttributes = note,
        };
    }

    /// <summary>The note that a record is, or null.</summary>
    public static MarkerRecordedEventAttributes? NoteIn(HistoryEvent record) =>
        record.EventId == NoteId ? record.MarkerRecordedEventAttributes ?? new() : null;

    /// <summary>What a note tells; null if it is empty.</summary>
    public static T? Content<T>(MarkerRecordedEventAttributes note, MessageParser<T> parser)
        where T : class, IMessage<T> =>
        note.Details.TryGetValue("", out var content) ? parser.ParseFrom(content.Payloads_[0].Data) : null;
}

using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Histories;

/// <summary>
/// The kinds of record in a run's journal, told apart by event id: above 0 an event of the history; 0 an event held back; -1 the
/// held-back events so far are no longer held back; -2 a note on an activity's attempt.
/// </summary>
internal static class JournalMark
{
    private const long ReleasedId = -1;
    private const long NoteId = -2;

    /// <summary>The events held back until here have been appended, or replaced by those that follow.</summary>
    public static HistoryEvent Released => new() { EventId = ReleasedId };

    /// <summary>Whether a record says so.</summary>
    public static bool IsReleased(HistoryEvent record) => record.EventId == ReleasedId;

    /// <summary>Marks a record as a note.</summary>
    public static void MakeNote(HistoryEvent record, DateTimeOffset now)
    {
        record.EventId = NoteId;
        record.EventType = EventType.ActivityTaskStarted;
        record.EventTime = Timestamp.FromDateTimeOffset(now);
    }

    /// <summary>Whether a record is a note.</summary>
    public static bool IsNote(HistoryEvent record) => record.EventId == NoteId;
}

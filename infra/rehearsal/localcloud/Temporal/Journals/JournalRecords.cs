using System.Buffers;
using Google.Protobuf;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Journals;

/// <summary>Records in bytes: one after another, each with its length before it. What a killed process wrote by half is dropped.</summary>
internal static class JournalRecords
{
    /// <summary>Adds a record.</summary>
    public static void Add(ArrayBufferWriter<byte> bytes, HistoryEvent record)
    {
        var size = record.CalculateSize();
        for (var left = (uint)size; ; left >>= 7)
        {
            bytes.GetSpan(1)[0] = (byte)(left < 0x80 ? left : (left & 0x7f) | 0x80);
            bytes.Advance(1);
            if (left < 0x80) break;
        }
        record.WriteTo(bytes.GetSpan(size)[..size]);
        bytes.Advance(size);
    }

    /// <summary>The records of a turn, which are read again only if all of them are there.</summary>
    public static ArrayBufferWriter<byte> Whole(ArrayBufferWriter<byte> records)
    {
        var whole = new ArrayBufferWriter<byte>(records.WrittenCount + 16);
        Add(whole, JournalMark.Turn(records.WrittenCount));
        whole.Write(records.WrittenSpan);
        return whole;
    }

    /// <summary>
    /// The records of a file, and how many of its bytes they are; whatever follows is of a turn that was not written whole.
    /// </summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static (List<HistoryEvent> Records, int Whole) Read(string file)
    {
        var records = new List<HistoryEvent>();
        var bytes = File.ReadAllBytes(file);
        var whole = 0;
        while (Length(bytes, whole) is { } found && found.From + found.Length <= bytes.Length)
        {
            var record = Parse(file, bytes, found.From, found.Length);
            var end = found.From + found.Length;
            if (JournalMark.TurnLength(record) is not { } turn) records.Add(record);
            else if (end + turn > bytes.Length) break;
            whole = end;
        }
        return (records, whole);
    }

    private static HistoryEvent Parse(string file, byte[] bytes, int from, int length)
    {
        try
        {
            return HistoryEvent.Parser.ParseFrom(bytes, from, length);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException(
                $"'{file}' is damaged at byte {from}: {exception.Message} Delete it to go on without what it holds.", exception);
        }
    }

    /// <summary>The length that stands at an index, and where what it measures begins; null if it is cut off itself.</summary>
    private static (int From, int Length)? Length(byte[] bytes, int at)
    {
        var length = 0;
        for (var i = at; i < bytes.Length; i++)
        {
            length |= (bytes[i] & 0x7f) << (7 * (i - at));
            if (bytes[i] < 0x80) return (i + 1, length);
        }
        return null;
    }
}

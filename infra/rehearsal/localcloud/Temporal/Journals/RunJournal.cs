using System.Buffers;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Journals;

/// <summary>
/// The journal of one run, a file that only grows. The records of one turn go into it together, so that a killed process leaves all
/// of them or none.
/// </summary>
internal sealed class RunJournal(RunKey run, JournalFolder folder)
{
    private ArrayBufferWriter<byte>? unwritten;
    private int records;
    private long? length;

    /// <summary>The run that it records.</summary>
    public RunKey Run => run;

    /// <summary>How many bytes the file has, or would have if what was written by half were cut off.</summary>
    public long Length => length ??= File.Exists(folder.FileOf(run)) ? new FileInfo(folder.FileOf(run)).Length : 0;

    /// <summary>Keeps a record as it is now. It is safe from a killed process when the turn is over.</summary>
    public void Write(HistoryEvent record)
    {
        Touch();
        JournalRecords.Add(unwritten!, record);
        records++;
    }

    /// <summary>Says that the turn changes the run, even if it writes nothing: should it throw, the run is read back.</summary>
    public void Touch()
    {
        if (unwritten is not null) return;
        unwritten = new();
        folder.IsTouched(this);
    }

    /// <summary>What the turn wrote, as it is to stand in the file; empty if nothing.</summary>
    public ReadOnlyMemory<byte> Pending() =>
        records > 1 ? JournalRecords.Whole(unwritten!).WrittenMemory : unwritten?.WrittenMemory ?? default;

    /// <summary>Writes it to the end of the file.</summary>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        using var file = File.OpenHandle(folder.FileOf(run), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, bytes.Span, Length);
        length = Length + bytes.Length;
    }

    /// <summary>The turn is over: its records are in the file, or forgotten.</summary>
    public void Forget() => (unwritten, records) = (null, 0);

    /// <summary>All records in the file. What was written by half is cut off.</summary>
    public IReadOnlyList<HistoryEvent> Read()
    {
        var path = folder.FileOf(run);
        if (!File.Exists(path)) return [];
        var (kept, whole) = JournalRecords.Read(path);
        length = whole;
        if (whole < new FileInfo(path).Length) JournalFile.OpenCut(path, whole).Dispose();
        return kept;
    }
}

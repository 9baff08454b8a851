using System.Buffers;
using PipAi.LocalCloud.Platform;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Journals;

/// <summary>
/// What stays known of the closed runs of a namespace, so that their journals are read only when somebody asks. It follows from those
/// journals: a run that is missing here is read from its own.
/// </summary>
internal sealed class ClosedIndex(string file)
{
    /// <summary>The extracts that can be read, by run id, and whether they are all that the file holds.</summary>
    public (Dictionary<string, IReadOnlyList<HistoryEvent>> Extracts, bool IsWhole) Load()
    {
        var extracts = new Dictionary<string, IReadOnlyList<HistoryEvent>>(StringComparer.Ordinal);
        if (!File.Exists(file)) return (extracts, true);
        try
        {
            var (records, whole) = JournalRecords.Read(file);
            foreach (var extract in Split(records))
                extracts[extract[0].WorkflowExecutionStartedEventAttributes.OriginalExecutionRunId] = extract;
            return (extracts, whole == new FileInfo(file).Length);
        }
        catch (InvalidDataException)
        {
            return ([], false);
        }
    }

    /// <summary>Adds the extract of one run.</summary>
    public void Add(IReadOnlyList<HistoryEvent> extract)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(Bytes(extract).WrittenSpan);
        }
        catch (IOException)
        {
            // The run's journal holds it all: the next start reads that instead.
        }
    }

    /// <summary>Rewrites it without the entries that no longer hold.</summary>
    public void Replace(IEnumerable<IReadOnlyList<HistoryEvent>> extracts)
    {
        using var bytes = new MemoryStream();
        foreach (var extract in extracts) bytes.Write(Bytes(extract).WrittenSpan);
        AtomicFile.Write(file, bytes.ToArray());
    }

    private static ArrayBufferWriter<byte> Bytes(IReadOnlyList<HistoryEvent> extract)
    {
        var records = new ArrayBufferWriter<byte>();
        foreach (var record in extract) JournalRecords.Add(records, record);
        return JournalRecords.Whole(records);
    }

    /// <summary>An extract begins with how the run was started.</summary>
    private static IEnumerable<List<HistoryEvent>> Split(List<HistoryEvent> records)
    {
        List<HistoryEvent>? extract = null;
        foreach (var record in records)
        {
            if (record.WorkflowExecutionStartedEventAttributes is null)
            {
                extract?.Add(record);
                continue;
            }
            if (extract is not null) yield return extract;
            extract = [record];
        }
        if (extract is not null) yield return extract;
    }
}

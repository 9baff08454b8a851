using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Histories;

/// <summary>
/// Keeps the history of every run in a file of its own, <c>&lt;namespace&gt;/&lt;run id&gt;.journal</c>: records one after another, each with its
/// length before it. Files only grow. A record that a crash cut off is dropped at the next start.
/// </summary>
internal sealed class JournalFolder(string path, Turns turns)
{
    private const string Extension = ".journal";

    /// <summary>The journal of a run, new or continued.</summary>
    public RunJournal Open(RunKey run)
    {
        Directory.CreateDirectory(Path.Combine(path, run.Namespace));
        return new RunJournal(FileOf(run), turns);
    }

    /// <summary>Deletes the histories of a namespace.</summary>
    public void Forget(string namespaceId)
    {
        var folder = Path.Combine(path, namespaceId);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Deletes the history of a run.</summary>
    public void Forget(RunKey run) => File.Delete(FileOf(run));

    /// <summary>All runs that were kept, in the order in which they began, as far as they can be read.</summary>
    public IReadOnlyList<(RunKey Key, IReadOnlyList<HistoryEvent> Records)> Load()
    {
        if (!Directory.Exists(path)) return [];
        return
        [
            .. Directory.EnumerateFiles(path, "*" + Extension, SearchOption.AllDirectories)
                .Select(file => (File: file, Records: Read(file)))
                .Where(kept => kept.Records is [{ WorkflowExecutionStartedEventAttributes: not null }, ..])
                .Select(kept => (KeyOf(kept.File, kept.Records[0]), kept.Records))
                .OrderBy(kept => kept.Records[0].EventTime.ToDateTimeOffset()),
        ];
    }

    private string FileOf(RunKey run) => Path.Combine(path, run.Namespace, run.RunId + Extension);

    private static RunKey KeyOf(string file, HistoryEvent first) => new(
        Path.GetFileName(Path.GetDirectoryName(file)!),
        first.WorkflowExecutionStartedEventAttributes.WorkflowId,
        Path.GetFileNameWithoutExtension(file));

    private static List<HistoryEvent> Read(string file)
    {
        var records = new List<HistoryEvent>();
        var bytes = File.ReadAllBytes(file);
        var whole = 0;
        while (Length(bytes, whole) is { } record && record.From + record.Length <= bytes.Length)
        {
            records.Add(HistoryEvent.Parser.ParseFrom(bytes, record.From, record.Length));
            whole = record.From + record.Length;
        }
        if (whole == bytes.Length) return records;
        // The process was killed in the middle of a record; nobody was told of it.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.SetLength(whole);
        return records;
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

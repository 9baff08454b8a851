namespace PipAi.LocalCloud.Temporal.Journals;

/// <summary>
/// Keeps the history of every run in a file of its own, <c>&lt;namespace&gt;/&lt;run id&gt;.journal</c>. A turn that changes several runs
/// (a run and the one that follows it, a parent and its child) is first written as a whole to <see cref="TurnFile"/>, from which the next
/// start finishes it: no chain of runs is ever cut between two files.
/// </summary>
internal sealed class JournalFolder(string path)
{
    private const string Extension = ".journal";

    private readonly List<RunJournal> touched = [];
    private readonly TurnFile turn = new(path);

    /// <summary>The journal of a run, new or continued.</summary>
    public RunJournal Open(RunKey run)
    {
        Directory.CreateDirectory(Path.Combine(path, run.Namespace));
        return new RunJournal(run, this);
    }

    /// <summary>Where a run's journal is.</summary>
    public string FileOf(RunKey run) => Path.Combine(path, run.Namespace, run.RunId + Extension);

    /// <summary>The index of a namespace's closed runs.</summary>
    public ClosedIndex IndexOf(string namespaceId) => new(Path.Combine(path, namespaceId, "closed.index"));

    /// <summary>A turn changes the run of this journal.</summary>
    public void IsTouched(RunJournal journal) => touched.Add(journal);

    /// <summary>Writes what the turn changed: all of it, or nothing.</summary>
    /// <exception cref="IOException">Nothing is written.</exception>
    public void Commit()
    {
        if (touched.Count == 0) return;
        (RunJournal Journal, ReadOnlyMemory<byte> Bytes)[] written =
            [.. touched.Select(journal => (journal, journal.Pending())).Where(part => part.Item2.Length > 0)];
        if (written.Length > 1) turn.Write([.. written.Select(part => new TurnPart(part.Journal.Run, part.Journal.Length, part.Bytes))]);
        try
        {
            foreach (var (journal, bytes) in written) journal.Append(bytes);
        }
        catch when (written.Length > 1)
        {
            turn.Undo(FileOf);
            throw;
        }
        if (written.Length > 1) turn.Clear();
        Forget();
    }

    /// <summary>Forgets what the turn changed, and answers whose journals it were.</summary>
    public IReadOnlyList<RunJournal> Discard()
    {
        RunJournal[] discarded = [.. touched];
        Forget();
        return discarded;
    }

    /// <summary>Deletes the histories of a namespace.</summary>
    public void Forget(string namespaceId)
    {
        var folder = Path.Combine(path, namespaceId);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Deletes the history of a run.</summary>
    public void Forget(RunKey run) => File.Delete(FileOf(run));

    /// <summary>
    /// Finishes the turn that the last process was writing, if there is one, and answers the namespaces that have histories.
    /// </summary>
    public IReadOnlyList<string> Namespaces()
    {
        if (!Directory.Exists(path)) return [];
        turn.Finish(FileOf);
        return [.. Directory.EnumerateDirectories(path).Select(folder => Path.GetFileName(folder))];
    }

    /// <summary>The ids of a namespace's runs.</summary>
    public IEnumerable<string> RunIds(string namespaceId) => Directory
        .EnumerateFiles(Path.Combine(path, namespaceId), "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file));

    private void Forget()
    {
        foreach (var journal in touched) journal.Forget();
        touched.Clear();
    }
}

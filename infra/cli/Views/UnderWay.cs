namespace PipAi.Cli.Views;

/// <summary>What began and is not over: of each that takes long, a sign of life is due every half minute.</summary>
internal sealed class UnderWay(TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <param name="urn">What it is about.</param>
    /// <param name="line">What is shown of it.</param>
    public void Begin(string urn, string line) => entries[urn] = new Entry(line, time.GetTimestamp()) { Due = Quiet };

    public void End(string urn) => entries.Remove(urn);

    public void Clear() => entries.Clear();

    /// <summary>The lines that a sign is due of, the longest under way first, and how long each is.</summary>
    public IReadOnlyList<(string Line, TimeSpan Elapsed)> TakeDue()
    {
        var due = entries.Values
            .Select(entry => (Entry: entry, Elapsed: time.GetElapsedTime(entry.Begun)))
            .Where(candidate => candidate.Elapsed >= candidate.Entry.Due)
            .OrderByDescending(candidate => candidate.Elapsed).ThenBy(candidate => candidate.Entry.Line, StringComparer.Ordinal)
            .ToList();
        foreach (var (entry, elapsed) in due) entry.Due = Quiet * (Math.Floor(elapsed / Quiet) + 1);
        return [.. due.Select(candidate => (candidate.Entry.Line, candidate.Elapsed))];
    }

    private sealed record Entry(string Line, long Begun)
    {
        public required TimeSpan Due { get; set; }
    }
}

namespace PipAi.Cli.Views.Live;

/// <summary>What began and is not over, and what is known of each: of what takes long, a line is due from time to time.</summary>
internal sealed class InFlightSteps(TimeProvider time)
{
    // Without news, every half minute; with news, soon, and at most once in a second.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Something begins.</summary>
    /// <param name="urn">What it is about.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="doing">What is done with it, in a word.</param>
    public void Begin(string urn, string name, string doing) => entries[urn] = new Entry(name, doing, time.GetTimestamp());

    public void End(string urn) => entries.Remove(urn);

    public void Clear() => entries.Clear();

    /// <summary>Notes what something is at.</summary>
    /// <returns>Whether it is under way, and a line that is due at once.</returns>
    public (bool IsUnderWay, string? Line) Tell(string urn, string status)
    {
        if (!entries.TryGetValue(urn, out var entry)) return (false, null);
        entry.Status = status;
        var elapsed = time.GetElapsedTime(entry.Begun);
        return (true, entry.HasNews && elapsed >= Long && elapsed - entry.Told >= Breath ? Tell(entry, elapsed) : null);
    }

    /// <summary>The lines that are due, of the longest under way first.</summary>
    public IReadOnlyList<string> DequeueOverdue() =>
    [
        .. ByTime().Where(candidate => candidate.Elapsed - candidate.Entry.Told >= (candidate.Entry.HasNews ? Long : Quiet))
            .Select(candidate => Tell(candidate.Entry, candidate.Elapsed)),
    ];

    /// <summary>What is not over at once, in short, the longest under way first. What may be long comes last.</summary>
    public IReadOnlyList<string> Now() =>
        [.. ByTime().Where(candidate => candidate.Elapsed >= Breath).Select(
            candidate =>
                $"{DurationText.Whole(candidate.Elapsed)}  {Short(candidate.Entry.Name)}  {candidate.Entry.Status
                    ?? candidate.Entry.Doing}")];

    private List<(Entry Entry, TimeSpan Elapsed)> ByTime() =>
    [
        .. entries.Values.Select(entry => (Entry: entry, Elapsed: time.GetElapsedTime(entry.Begun)))
            .OrderByDescending(candidate => candidate.Elapsed).ThenBy(candidate => candidate.Entry.Name, StringComparer.Ordinal),
    ];

    /// <summary>Of <c>package:module:Type name</c> what tells it from the others.</summary>
    private static string Short(string name) => name[(name.LastIndexOf(':', name.IndexOf(' ', StringComparison.Ordinal)) + 1)..];

    private static string Tell(Entry entry, TimeSpan elapsed)
    {
        var what = entry switch
        {
            { HasNews: true } => entry.Status,
            { Status: { } status } => $"still {entry.Doing}: {status}",
            _ => $"still {entry.Doing}",
        };
        (entry.Told, entry.ToldStatus) = (elapsed, entry.Status);
        // A time is not broken where the line is.
        return $"{entry.Name}  {what} ({DurationText.Whole(elapsed).Replace(' ', Page.FixedSpace)})";
    }

    private sealed record Entry(string Name, string Doing, long Begun)
    {
        /// <summary>What it is at, by its provider.</summary>
        public string? Status { get; set; }

        /// <summary>How long it was under way when the last line was printed.</summary>
        public TimeSpan Told { get; set; }

        public string? ToldStatus { get; set; }

        public bool HasNews => Status != ToldStatus;
    }
}

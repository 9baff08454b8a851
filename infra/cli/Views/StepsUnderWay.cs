using EmbeddedPulumi.Engine.Planning;

namespace PipAi.Cli.Views;

/// <summary>The steps that began and are not over: of each that takes long, a sign of life is due every half minute.</summary>
internal sealed class StepsUnderWay(TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, Entry> steps = new(StringComparer.Ordinal);

    public void Begin(Step step) => steps[step.Urn] = new Entry(step, time.GetTimestamp()) { Due = Quiet };

    public void End(Step step) => steps.Remove(step.Urn);

    public void Clear() => steps.Clear();

    /// <summary>The steps that a sign is due of, the longest first, and for how long each is under way.</summary>
    public IReadOnlyList<(Step Step, TimeSpan Elapsed)> TakeDue()
    {
        var due = steps.Values
            .Select(entry => (Entry: entry, Elapsed: time.GetElapsedTime(entry.Begun)))
            .Where(candidate => candidate.Elapsed >= candidate.Entry.Due)
            .OrderByDescending(candidate => candidate.Elapsed).ThenBy(candidate => candidate.Entry.Step.Urn, StringComparer.Ordinal)
            .ToList();
        foreach (var (entry, elapsed) in due) entry.Due = Quiet * (Math.Floor(elapsed / Quiet) + 1);
        return [.. due.Select(candidate => (candidate.Entry.Step, candidate.Elapsed))];
    }

    private sealed record Entry(Step Step, long Begun)
    {
        public required TimeSpan Due { get; set; }
    }
}

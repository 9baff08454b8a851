namespace PipAi.Workers.Unstructured.Performance;

/// <summary>The service's share of the machine's processors, in percent, averaged over the last 10 to 20 s.</summary>
internal sealed class ProcessorUse
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Lock guard = new();
    private readonly TimeProvider time;
    private readonly Func<TimeSpan> used;
    private (long At, TimeSpan Used) older;
    private (long At, TimeSpan Used) newer;

    /// <summary>Measures what <paramref name="used"/> tells.</summary>
    public ProcessorUse(TimeProvider time, Func<TimeSpan> used)
    {
        this.time = time;
        this.used = used;
        older = newer = (time.GetTimestamp(), used());
    }

    /// <summary>The share now, 0 to 100 of all processors together.</summary>
    public double Percent()
    {
        lock (guard)
        {
            if (time.GetElapsedTime(newer.At) >= Interval) (older, newer) = (newer, (time.GetTimestamp(), used()));
            var elapsed = time.GetElapsedTime(older.At);
            if (elapsed <= TimeSpan.Zero) return 0;
            var share = (used() - older.Used) / elapsed / Environment.ProcessorCount;
            return Math.Round(Math.Clamp(share * 100, 0, 100), 1);
        }
    }
}

namespace PipAi.Workers.Unstructured.Performance;

/// <summary>How long the latest requests took: up to 2048 of the last five minutes.</summary>
internal sealed class ResponseTimes(TimeProvider time)
{
    /// <summary>How far back the figures look.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int Capacity = 2048;
    private readonly Lock guard = new();
    private readonly Queue<(long At, double Seconds)> latest = new();

    /// <summary>Notes one request.</summary>
    public void Add(TimeSpan took)
    {
        lock (guard)
        {
            if (latest.Count == Capacity) latest.Dequeue();
            latest.Enqueue((time.GetTimestamp(), took.TotalSeconds));
        }
    }

    /// <summary>The percentiles of the window; zeros if nothing was asked.</summary>
    public Percentiles Now()
    {
        double[] sorted;
        lock (guard)
        {
            while (latest.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Window) latest.Dequeue();
            sorted = [.. latest.Select(entry => entry.Seconds).Order()];
        }

        return new(sorted.Length, At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99));
    }

    // Nearest rank: the smallest value that at least this share of the values does not exceed.
    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : Math.Round(sorted[(int)Math.Ceiling(share * sorted.Length) - 1], 4);
}

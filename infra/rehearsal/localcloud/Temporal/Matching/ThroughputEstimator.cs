namespace PipAi.LocalCloud.Temporal.Matching;

/// <summary>Events per second, averaged over the last 30 seconds as Temporal averages its task queue rates.</summary>
internal sealed class ThroughputEstimator(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private readonly Queue<DateTimeOffset> seen = [];

    /// <summary>The rate now.</summary>
    public float PerSecond
    {
        get
        {
            Forget();
            return (float)(seen.Count / Window.TotalSeconds);
        }
    }

    /// <summary>Counts one.</summary>
    public void Count()
    {
        Forget();
        seen.Enqueue(time.GetUtcNow());
    }

    private void Forget()
    {
        var limit = time.GetUtcNow() - Window;
        while (seen.TryPeek(out var oldest) && oldest < limit) seen.Dequeue();
    }
}

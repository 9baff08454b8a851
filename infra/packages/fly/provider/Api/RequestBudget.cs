namespace PipAi.Providers.Fly.Api;

/// <summary>
/// Keeps within Fly's rate limits, which count per action and per machine or app: one request a second with bursts of three,
/// reads of a machine five a second with bursts of ten.
/// </summary>
internal sealed class RequestBudget(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string, string), Bucket> buckets = [];

    /// <summary>Waits until the request may be sent.</summary>
    public Task TakeAsync((string Action, string Id) key, CancellationToken cancellation)
    {
        if (key.Action.Length == 0) return Task.CompletedTask;
        var (rate, burst) = key.Action == "get" ? (5.0, 10.0) : (1.0, 3.0);
        TimeSpan wait;
        lock (gate)
        {
            var now = time.GetTimestamp();
            var bucket = buckets.TryGetValue(key, out var known) ? known : new Bucket(burst, now);
            var filled = Math.Min(burst, bucket.Tokens + (time.GetElapsedTime(bucket.At, now).TotalSeconds * rate));
            // A bucket may be overdrawn: each caller waits for as long as the debt so far takes to be paid.
            buckets[key] = new Bucket(filled - 1, now);
            wait = filled >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - filled) / rate);
        }

        return wait == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, cancellation);
    }

    private readonly record struct Bucket(double Tokens, long At);
}

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>A token bucket for each action and id.</summary>
internal sealed class RateLimiter(RateLimits limits, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Action, string Id), Bucket> buckets = [];

    /// <summary>Takes a token; false when there is none.</summary>
    public bool TryTake(string action, string id)
    {
        var (rate, burst) = action == "get" ? (limits.GetPerSecond, limits.GetBurst) : (limits.PerSecond, limits.Burst);
        var now = time.GetTimestamp();
        lock (gate)
        {
            var bucket = buckets.TryGetValue((action, id), out var old)
                ? new Bucket(Math.Min(burst, old.Tokens + (time.GetElapsedTime(old.At, now).TotalSeconds * rate)), now)
                : new Bucket(burst, now);
            var granted = bucket.Tokens >= 1;
            buckets[(action, id)] = granted ? bucket with { Tokens = bucket.Tokens - 1 } : bucket;
            return granted;
        }
    }

    private readonly record struct Bucket(double Tokens, long At);
}

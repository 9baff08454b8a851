using System.Collections.Concurrent;

namespace PipAi.Workers.Pipeline.Activities;

/// <summary>Which activities run in this process now, for health, metrics and the watchdog.</summary>
internal sealed class RunningActivities(TimeProvider time)
{
    private readonly ConcurrentDictionary<Entry, long> running = new();

    /// <summary>How many run now.</summary>
    public int Count => running.Count;

    /// <summary>How long the oldest one has been running; zero if none runs.</summary>
    public TimeSpan OldestAge
    {
        get
        {
            var oldest = running.Values.DefaultIfEmpty(long.MaxValue).Min();
            return oldest == long.MaxValue ? TimeSpan.Zero : time.GetElapsedTime(oldest);
        }
    }

    /// <summary>Notes that an activity runs, until the answer is disposed.</summary>
    public IDisposable Track(string activityId, string key)
    {
        var entry = new Entry(this, activityId, key);
        running[entry] = time.GetTimestamp();
        return entry;
    }

    private sealed class Entry(RunningActivities board, string activityId, string key) : IDisposable
    {
        public void Dispose() => board.running.TryRemove(this, out _);

        public override string ToString() => $"{activityId} {key}";
    }
}

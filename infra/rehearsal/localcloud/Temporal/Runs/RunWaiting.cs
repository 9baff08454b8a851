using PipAi.LocalCloud.Temporal.Concurrency;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>Waits, outside of turns, for a run to come to a point.</summary>
internal static class RunWaiting
{
    /// <summary>
    /// Ends when <paramref name="reached"/> (asked in turns) says so, or after <paramref name="patience"/>; answers which of the two.
    /// </summary>
    public static async Task<bool> UntilAsync(
        this Run run, Turns turns, Func<bool> reached, TimeSpan patience, CancellationToken cancellation)
    {
        var limit = turns.Now + patience;
        while (true)
        {
            var (isReached, changed) = turns.Take(() => (reached(), run.Changed));
            var left = limit - turns.Now;
            if (isReached || left <= TimeSpan.Zero) return isReached;
            try
            {
                await changed.WaitAsync(left, turns.Time, cancellation);
            }
            catch (TimeoutException)
            {
                return turns.Take(reached);
            }
        }
    }
}

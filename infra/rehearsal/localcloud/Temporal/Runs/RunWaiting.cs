using PipAi.LocalCloud.Temporal.Concurrency;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>Waits, outside of turns, for a run to come to a point.</summary>
internal static class RunWaiting
{
    /// <summary>
    /// Ends when <paramref name="reached"/> (asked in turns) says so, or after <paramref name="timeout"/>; answers which of the two.
    /// </summary>
    public static async Task<bool> UntilAsync(
        this Run run, SerialExecutor executor, Func<bool> reached, TimeSpan timeout, CancellationToken cancellation)
    {
        var limit = executor.Now + timeout;
        while (true)
        {
            var (isReached, changed) = executor.Run(() => (reached(), run.Changed));
            var left = limit - executor.Now;
            if (isReached || left <= TimeSpan.Zero) return isReached;
            try
            {
                await changed.WaitAsync(left, executor.Time, cancellation);
            }
            catch (TimeoutException)
            {
                return executor.Run(reached);
            }
        }
    }
}

using Microsoft.Extensions.Logging;

namespace PipAi.LocalCloud.Platform;

/// <summary>
/// Work in the background that nobody awaits while it goes on. What it throws is logged and it begins again, after growing pauses: it ends
/// when it says that it is done, or when its owner stops, and never in silence.
/// </summary>
internal static class BackgroundLoop
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Does work until it returns.</summary>
    /// <param name="what">Its name in the log.</param>
    /// <param name="work">The work, which may begin again at any time.</param>
    /// <param name="log">The log.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stopping">Ends it.</param>
    public static async Task RunAsync(
        string what, Func<CancellationToken, Task> work, ILogger log, TimeProvider time, CancellationToken stopping)
    {
        for (var pause = ShortestPause; ;)
        {
            var began = time.GetTimestamp();
            try
            {
                await work(stopping);
                return;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (time.GetElapsedTime(began) > LongestPause) pause = ShortestPause;
                log.LogError(exception, "{Work} failed and begins again in {Pause:0.00} s.", what, pause.TotalSeconds);
            }

            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Work that does something at intervals.</summary>
    public static Func<CancellationToken, Task> Every(TimeSpan interval, Action turn, TimeProvider time) => async cancellation =>
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(cancellation)) turn();
    };
}

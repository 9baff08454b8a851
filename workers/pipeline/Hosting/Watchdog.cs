using PipAi.Workers.Pipeline.Activities;
using PipAi.Workers.Pipeline.Documents;
using PipAi.Workers.Pipeline.Health;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>
/// Ends the process when it lives but no longer works, because Fly restarts a machine only when its process exits. It has a
/// thread of its own: a starved thread pool is one of the things it looks for.
/// </summary>
internal sealed class Watchdog(
    RunningActivities board, WorkerState state, TimeProvider time, ILogger<Watchdog> log, Action<int> exit) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long the thread pool may leave a piece of work waiting.</summary>
    internal static readonly TimeSpan PoolLimit = TimeSpan.FromSeconds(20);

    /// <summary>How long an activity may run: Temporal gave it up long before and started it elsewhere.</summary>
    internal static readonly TimeSpan ActivityLimit = ActivityLimits.StartToClose + TimeSpan.FromMinutes(1);

    /// <summary>
    /// Before this age a process is not ended: the platform may leave a machine down that ends ten times within five minutes.
    /// </summary>
    internal static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(1);

    private readonly ManualResetEventSlim stop = new();
    private long lastPulse = time.GetTimestamp();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        new Thread(Watch) { IsBackground = true, Name = "watchdog" }.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        stop.Set();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Set();

    /// <summary>What is stuck now, in plain words, or null.</summary>
    internal string? Stuck()
    {
        var silence = time.GetElapsedTime(Interlocked.Read(ref lastPulse));
        if (silence > PoolLimit) return $"the thread pool has run nothing for {silence.TotalSeconds:0} s";
        if (board.OldestAge > ActivityLimit)
            return $"an activity has been running for {board.OldestAge.TotalSeconds:0} s and does not heed its cancellation";
        return null;
    }

    /// <summary>Notes that the thread pool runs work.</summary>
    internal void Pulse() => Interlocked.Exchange(ref lastPulse, time.GetTimestamp());

    private void Watch()
    {
        while (!stop.Wait(Interval))
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Pulse(), null);
            if (state.Phase != WorkerPhase.Polling || state.Uptime < ShortestLife || Stuck() is not { } reason) continue;
            log.LogCritical("The worker is stuck: {Reason}. Exiting, so that the platform restarts the machine", reason);
            stop.Wait(TimeSpan.FromMilliseconds(500)); // the log is written by another thread
            exit(WorkerExitCodes.Stuck);
            return;
        }
    }
}

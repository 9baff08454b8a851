namespace PipAi.LocalCloud.Temporal.Concurrency;

/// <summary>A turn to be taken later. Disposed of in a turn, it is certain never to be taken.</summary>
internal sealed class DeadlineTimer : IDisposable
{
    /// <summary>The longest time one timer of .NET can wait; Temporal's may last a hundred years.</summary>
    private static readonly TimeSpan LongestLeg = TimeSpan.FromDays(30);

    private readonly SerialExecutor executor;
    private readonly DateTimeOffset due;
    private readonly Action turn;
    private readonly ITimer timer;
    private bool over;

    /// <summary>Made by <see cref="SerialExecutor.After"/>.</summary>
    internal DeadlineTimer(SerialExecutor executor, TimeSpan delay, Action turn)
    {
        (this.executor, this.turn) = (executor, turn);
        due = executor.Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        timer = executor.Time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        WaitOn();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        over = true;
        timer.Dispose();
    }

    private void WaitOn()
    {
        var left = due - executor.Now;
        // Timers count whole milliseconds: round up, or an alarm rings before its time and the next one is needed for the rest.
        left = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, left.TotalMilliseconds)));
        timer.Change(left < LongestLeg ? left : LongestLeg, Timeout.InfiniteTimeSpan);
    }

    private void Fire() => executor.RunUnattended(() =>
    {
        if (over) return;
        if (executor.Now < due)
        {
            WaitOn();
            return;
        }
        Dispose();
        turn();
    });
}

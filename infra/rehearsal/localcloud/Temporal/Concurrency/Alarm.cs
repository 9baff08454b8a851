namespace PipAi.LocalCloud.Temporal.Concurrency;

/// <summary>A turn to be taken later. Disposed of in a turn, it is certain never to be taken.</summary>
internal sealed class Alarm : IDisposable
{
    /// <summary>The longest time one timer of .NET can wait; Temporal's may last a hundred years.</summary>
    private static readonly TimeSpan LongestLeg = TimeSpan.FromDays(30);

    private readonly Turns turns;
    private readonly DateTimeOffset due;
    private readonly Action turn;
    private readonly ITimer timer;
    private bool over;

    /// <summary>Made by <see cref="Turns.After"/>.</summary>
    internal Alarm(Turns turns, TimeSpan delay, Action turn)
    {
        (this.turns, this.turn) = (turns, turn);
        due = turns.Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        timer = turns.Time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
        var left = due - turns.Now;
        // Timers count whole milliseconds: round up, or an alarm rings before its time and the next one is needed for the rest.
        left = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, left.TotalMilliseconds)));
        timer.Change(left < LongestLeg ? left : LongestLeg, Timeout.InfiniteTimeSpan);
    }

    private void Ring() => turns.TakeUnattended(() =>
    {
        if (over) return;
        if (turns.Now < due)
        {
            WaitOn();
            return;
        }
        Dispose();
        turn();
    });
}

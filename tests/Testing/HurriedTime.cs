namespace PipAi.Testing;

/// <summary>
/// A clock that runs faster than the wall's, so that code that waits seconds is tested in milliseconds over real sockets, and that
/// a slow machine does not disturb: it runs in small steps, only while somebody waits, and stands while a request of
/// <see cref="Around"/> is under way. How long an answer takes on the wall is therefore no time here.
/// </summary>
/// <remarks>Limits that are given to a <see cref="CancellationTokenSource"/> pass only when a test says so: <see cref="Strike"/>.</remarks>
public sealed class HurriedTime : TimeProvider, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);
    private readonly Lock gate = new();
    private readonly List<Alarm> alarms = [];
    private readonly DateTimeOffset began = System.GetUtcNow();
    private readonly TimeSpan step;
    private readonly ITimer beats;
    private TimeSpan now;
    private int underWay;
    private int stepping;

    /// <param name="factor">How many of its seconds pass, at most, in one of the wall's.</param>
    public HurriedTime(double factor = 20)
    {
        step = Beat * factor;
        beats = System.CreateTimer(_ => Step(), null, Beat, Beat);
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (gate) return now.Ticks;
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => began + TimeSpan.FromTicks(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Sends requests as the inner handler does; the clock stands meanwhile.</summary>
    public HttpMessageHandler Around(HttpMessageHandler inner) => new Standstill(this, inner);

    /// <summary>Passes every limit that runs now. It is for the side that does not answer, once it has the request.</summary>
    public void Strike()
    {
        Alarm[] limits;
        lock (gate)
        {
            limits = [.. alarms.Where(alarm => alarm.IsLimit)];
            foreach (var limit in limits)
            {
                if (limit.Due > now) now = limit.Due;
                alarms.Remove(limit);
            }
        }

        foreach (var limit in limits) limit.Ring();
    }

    /// <inheritdoc/>
    public void Dispose() => beats.Dispose();

    private void Step()
    {
        if (Interlocked.Exchange(ref stepping, 1) == 1) return;
        try
        {
            var end = TimeSpan.FromTicks(GetTimestamp()) + step;
            while (Next(end) is { } alarm) alarm.Ring();
        }
        finally
        {
            Volatile.Write(ref stepping, 0);
        }
    }

    /// <summary>Moves to the next alarm, or to the end of the step.</summary>
    private Alarm? Next(TimeSpan end)
    {
        lock (gate)
        {
            if (Volatile.Read(ref underWay) > 0 || alarms.Where(alarm => !alarm.IsLimit).MinBy(alarm => alarm.Due) is not { } next)
                return null;
            var due = next.Due <= end;
            if ((due ? next.Due : end) is var later && later > now) now = later;
            if (!due) return null;
            alarms.Remove(next);
            if (next.Period > TimeSpan.Zero) next.Start(now + next.Period);
            return next;
        }
    }

    private sealed class Alarm(HurriedTime clock, TimerCallback callback, object? state) : ITimer
    {
        // The runtime gives the source itself to its timer.
        public bool IsLimit => state is CancellationTokenSource;

        public TimeSpan Due { get; private set; }

        public TimeSpan Period { get; private set; }

        public void Ring() => callback(state);

        public void Start(TimeSpan due)
        {
            Due = due;
            clock.alarms.Add(this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.alarms.Remove(this);
                Period = period;
                if (dueTime != Timeout.InfiniteTimeSpan) Start(clock.now + dueTime);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Standstill(HurriedTime clock, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref clock.underWay);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref clock.underWay);
            }
        }
    }
}

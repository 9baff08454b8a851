namespace PipAi.Testing;

/// <summary>A clock that runs faster than the wall's, so that code that waits seconds is tested in milliseconds over real sockets.</summary>
/// <param name="factor">How many of its seconds pass in one of the wall's.</param>
public sealed class HurriedTime(double factor = 20) : TimeProvider
{
    private readonly long origin = System.GetTimestamp();
    private readonly DateTimeOffset began = System.GetUtcNow();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => began + (System.GetElapsedTime(origin) * factor);

    /// <inheritdoc/>
    public override long GetTimestamp() => (long)(System.GetElapsedTime(origin).TotalSeconds * factor * TimestampFrequency);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Hurried(dueTime), Hurried(period));

    private TimeSpan Hurried(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / factor;
}

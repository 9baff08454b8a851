using System.Collections.Immutable;

namespace PipAi.Operations.Status;

/// <summary>
/// Reads all sources, each in its own time. One that fails or hangs is shown as such and the others go on; what it said last stays.
/// </summary>
/// <param name="empty">The status of before anything is read.</param>
/// <param name="sources">Who is asked.</param>
/// <param name="limits">What is worth an event.</param>
/// <param name="time">The clock.</param>
internal sealed class StatusReader(
    PlatformStatus empty, ImmutableArray<StatusSource> sources, StatusLimits limits, TimeProvider time)
{
    private readonly Lock gate = new();

    /// <summary>The status as it is known now.</summary>
    public PlatformStatus Current { get; private set; } = empty with
    {
        At = time.GetUtcNow(),
        Sources = [.. sources.Select(source => new SourceSnapshot(source.Name, source.Period))],
    };

    /// <summary>Reads every source once, all at the same time.</summary>
    public async Task<PlatformStatus> ReadOnceAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(sources.Select(source => ReadAsync(source, _ => { }, cancellation)));
        return Current;
    }

    /// <summary>Reads again and again until it is cancelled, which is how it ends.</summary>
    /// <param name="onChange">Is told of each reading, one after another. It holds up all readings: it has to be quick.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Action<StatusChange> onChange, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(sources.Select(source => WatchAsync(source, onChange, cancellation)));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private async Task WatchAsync(StatusSource source, Action<StatusChange> onChange, CancellationToken cancellation)
    {
        while (true)
        {
            var started = time.GetTimestamp();
            await ReadAsync(source, onChange, cancellation);
            var rest = source.Period - time.GetElapsedTime(started);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellation);
        }
    }

    private async Task ReadAsync(StatusSource source, Action<StatusChange> onChange, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(source.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        Func<PlatformStatus, PlatformStatus>? read = null;
        var error = "";
        try
        {
            // A client that does not heed its token must not stop the others' clock either.
            read = await source.ReadAsync(both.Token).WaitAsync(both.Token);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            error = failure is OperationCanceledException ? $"no answer within {source.Timeout.TotalSeconds:0} s" : failure.Message;
        }

        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            var before = Current;
            var after = (read is null ? before : read(before)) with { At = time.GetUtcNow() };
            Current = after.With(Said(before.Sources.First(known => known.Name == source.Name), after.At, read is null ? error : null));
            onChange(new StatusChange(Current, StatusEvents.Between(before, Current, limits)));
        }
    }

    private static SourceSnapshot Said(SourceSnapshot known, DateTimeOffset at, string? error) => known with
    {
        ReadAt = error is null ? at : known.ReadAt,
        FailingSince = error is null ? null : known.FailingSince ?? at,
        Error = error,
    };
}

/// <summary>A reading, and what it means beside the one before.</summary>
internal sealed record StatusChange(PlatformStatus Status, ImmutableArray<StatusEvent> Events);

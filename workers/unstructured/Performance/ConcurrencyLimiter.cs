using System.Threading.RateLimiting;
using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Performance;

/// <summary>
/// Lets as many requests work at a time as there are processors, and a bounded number wait in order. The rest is told at
/// once to come again: a caller that retries elsewhere is served sooner than one at the end of a long queue.
/// </summary>
internal sealed class ConcurrencyLimiter(int slots, int queueLimit) : IDisposable
{
    private readonly System.Threading.RateLimiting.ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = slots,
        QueueLimit = queueLimit,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>How many may work at a time.</summary>
    public int Slots => slots;

    /// <summary>How many may wait.</summary>
    public int QueueLimit => queueLimit;

    /// <summary>How many wait now.</summary>
    public int QueueDepth => (int)limiter.GetStatistics()!.CurrentQueuedCount;

    /// <summary>How many work now.</summary>
    public int Working => slots - (int)limiter.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>Waits for a slot; dispose the answer to give it back.</summary>
    /// <exception cref="RequestRejectedException">The queue is full (503).</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        var lease = await limiter.AcquireAsync(1, cancellation);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        throw new RequestRejectedException(StatusCodes.Status503ServiceUnavailable, "Server is under heavy load. Please try again later.");
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}

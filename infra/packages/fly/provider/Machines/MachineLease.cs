using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Sessions;

namespace PipAi.Providers.Fly.Machines;

/// <summary>
/// A lease on a machine, so that nobody else changes it meanwhile. It is short and refreshed while it is held: after a crash the
/// machine is free again within seconds.
/// </summary>
internal sealed class MachineLease : IAsyncDisposable
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(30);
    private readonly FlySession session;
    private readonly string app;
    private readonly string id;
    private readonly CancellationTokenSource ended = new();
    private readonly Task refreshing;

    private MachineLease(FlySession session, string app, string id, string nonce)
    {
        this.session = session;
        this.app = app;
        this.id = id;
        Nonce = nonce;
        refreshing = RefreshAsync(ended.Token);
    }

    public string Nonce { get; }

    /// <summary>Takes the lease; waits for somebody else's to end, for as long as a lease lives twice over.</summary>
    public static async Task<MachineLease> TakeAsync(FlySession session, string app, string id, CancellationToken cancellation)
    {
        var started = session.Time.GetTimestamp();
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new MachineLease(session, app, id, await session.Machines.LeaseAsync(app, id, TimeToLive, null, cancellation));
            }
            catch (FlyApiException held) when (held.Failure == FlyFailure.LeaseHeld
                && session.Time.GetElapsedTime(started) < TimeToLive * 2)
            {
                await session.DelayAsync(TimeSpan.FromSeconds(Math.Min(5, 1 + tries)), cancellation);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await refreshing;
        ended.Dispose();
        try
        {
            await session.Machines.ReleaseAsync(app, id, Nonce, CancellationToken.None);
        }
        catch (FlyApiException)
        {
            // It ends by itself, and a machine that was deleted has none.
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await session.DelayAsync(TimeToLive / 3, cancellation);
                await session.Machines.LeaseAsync(app, id, TimeToLive, Nonce, cancellation);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or FlyApiException)
        {
            // Lost leases show in the next call that needs one.
        }
    }
}

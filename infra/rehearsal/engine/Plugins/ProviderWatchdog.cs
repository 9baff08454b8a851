using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>
/// Notices a provider that hangs: while calls are in flight and none has come back for a while, it is asked who it is, which any
/// provider can answer at once. HTTP/2 pings would not do: official plugins take frequent ones for an attack.
/// </summary>
/// <param name="client">The provider.</param>
/// <param name="timeout">How long it may give no sign of life; half of it passes before it is asked.</param>
/// <param name="time">The clock.</param>
/// <param name="giveUp">Ends the calls in flight; called once at most.</param>
internal sealed class ProviderWatchdog(ResourceProvider.ResourceProviderClient client, TimeSpan timeout, TimeProvider time, Action giveUp)
{
    private readonly Lock gate = new();
    private ITimer? timer;
    private int inFlight;
    private long lastSign;
    private bool asking;
    private bool stopped;

    /// <summary>Whether the provider was given up.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>How long it may give no sign of life.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>A call begins.</summary>
    public void Begin()
    {
        lock (gate)
        {
            if (inFlight++ > 0) return;
            lastSign = time.GetTimestamp();
            timer ??= time.CreateTimer(_ => Look(), null, timeout / 4, timeout / 4);
        }
    }

    /// <summary>A call ended, in whatever way.</summary>
    public void End()
    {
        lock (gate)
        {
            inFlight--;
            lastSign = time.GetTimestamp();
        }
    }

    /// <summary>No call is made any more.</summary>
    public void Stop()
    {
        lock (gate)
        {
            stopped = true;
            timer?.Dispose();
        }
    }

    private void Look()
    {
        lock (gate)
        {
            if (stopped || GaveUp || asking || inFlight == 0 || time.GetElapsedTime(lastSign) < timeout / 2) return;
            asking = true;
        }

        _ = AskAsync();
    }

    private async Task AskAsync()
    {
        using var limit = new CancellationTokenSource(timeout / 2, time);
        try
        {
            await client.GetPluginInfoAsync(new Empty(), cancellationToken: limit.Token);
        }
        catch (RpcException) when (!limit.IsCancellationRequested)
        {
            // Whatever it says, it speaks; and if it is gone, the calls themselves find that out.
        }
        catch (RpcException)
        {
            lock (gate)
            {
                if (stopped || GaveUp || inFlight == 0) return;
                GaveUp = true;
            }

            giveUp();
        }
        finally
        {
            lock (gate)
            {
                asking = false;
                lastSign = time.GetTimestamp();
            }
        }
    }
}

using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Fly.Checks;

/// <summary>
/// Runs the checks of one machine while its process runs. A failing check is only shown (and takes the machine out of the
/// proxy): it never restarts anything. Until its first pass within the grace period a check probes often, so that a machine is
/// in service as soon as it can be.
/// </summary>
internal sealed class HealthCheckRunner(CheckProbe probe, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan Eager = TimeSpan.FromMilliseconds(250);
    private readonly Lock gate = new();
    private ImmutableSortedDictionary<string, HealthCheckResult> results = ImmutableSortedDictionary<string, HealthCheckResult>.Empty;
    private CancellationTokenSource? running;

    /// <summary>What each check says, by name.</summary>
    public ImmutableSortedDictionary<string, HealthCheckResult> Results => Volatile.Read(ref results);

    /// <summary>Begins to check a process that has just started.</summary>
    public void Begin(MachineConfig settings, int port)
    {
        End(settings, "the machine has just started");
        running = new CancellationTokenSource();
        foreach (var (name, check) in settings.NamedChecks())
            _ = BackgroundLoop.RunAsync(
                $"The check '{name}'", cancellation => RunAsync(name, check, port, cancellation), log, time, running.Token);
    }

    /// <summary>Stops checking; nothing passes until the next <see cref="Begin"/>.</summary>
    public void End(MachineConfig settings, string reason)
    {
        var blank = settings.NamedChecks().ToImmutableSortedDictionary(
            named => named.Name, named => new HealthCheckResult(named.Name, HealthCheckResult.Warning, reason, time.GetUtcNow()),
            StringComparer.Ordinal);
        lock (gate)
        {
            running?.Cancel();
            running?.Dispose();
            running = null;
            results = blank;
        }
    }

    /// <summary>Stops checking.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            running?.Cancel();
            running?.Dispose();
            running = null;
        }
    }

    private async Task RunAsync(string name, CheckConfig check, int port, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var passedOnce = false;
        while (true)
        {
            var (passed, output) = await probe.ProbeAsync(check, port, cancellation);
            passedOnce |= passed;
            var inGrace = !passedOnce && time.GetElapsedTime(started) < check.Grace;
            var status = passed ? HealthCheckResult.Passing : inGrace ? HealthCheckResult.Warning : HealthCheckResult.Critical;
            Show(new HealthCheckResult(name, status, output, time.GetUtcNow()), cancellation);
            await Task.Delay(inGrace && Eager < check.Interval ? Eager : check.Interval, time, cancellation);
        }
    }

    // A probe that ends after its process must not speak for the next one.
    private void Show(HealthCheckResult result, CancellationToken cancellation)
    {
        lock (gate)
        {
            cancellation.ThrowIfCancellationRequested();
            results = results.SetItem(result.Name, result);
        }
    }
}

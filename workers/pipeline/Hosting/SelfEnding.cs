using System.Text.Json;
using PipAi.Workers.Pipeline.Restarts;
using PipAi.Workers.Pipeline.Storage;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>
/// Ends the process where a new one can help; Fly starts a machine again only when its process exits. How often that was tried is
/// noted in the buckets, because a machine's own disk is wiped at each start. What cannot be noted is not done.
/// </summary>
internal sealed class SelfEnding(
    PipelineSettings settings, WorkerVitals vitals, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SelfEnding> log)
{
    private bool isDecided;

    private string Key => $"workers/{settings.Place.App}/{settings.Place.Machine}/endings.json";

    /// <summary>Ends the process, gracefully, if that can help and is not too soon.</summary>
    /// <exception cref="StorageUnavailableException">No bucket says what was tried before, or takes the note.</exception>
    public async Task ConsiderAsync(CancellationToken cancellation)
    {
        var sights = vitals.Polls.Now();
        if (isDecided
            || !EndingRule.CanHelp(
                vitals.State.Phase, sights.Any(sight => sight.IsStopped), sights.Any(sight => sight.IsDeaf), vitals.Temporal.AnsweringFor))
            return;

        var before = await ReadAsync(cancellation);
        var worked = vitals.Polls.SinceAllAnswered is { } since ? vitals.State.Uptime - since : TimeSpan.Zero;
        var wait = EndingRule.Wait(before, worked, vitals.State.Uptime);
        if (wait > TimeSpan.Zero)
        {
            log.LogWarning("A new process could help, but {Before} before did not; this one waits {Seconds:F0} s more. {Reason}",
                before?.InARow ?? 0, wait.TotalSeconds, vitals.Health.Now().Reason);
            return;
        }

        var reason = vitals.Health.Now().Reason;
        var note = EndingRule.Next(before, worked, time.GetUtcNow(), reason);
        await vitals.Store.WriteAsync(Key, JsonSerializer.SerializeToUtf8Bytes(note), "application/json", cancellation);
        log.LogCritical("Exiting, so that the platform starts the machine anew (number {InARow} in a row). {Reason}", note.InARow, reason);
        isDecided = true;
        Environment.ExitCode = WorkerExitCodes.WorkerEnded;
        lifetime.StopApplication();
    }

    private async Task<EndingNote?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize<EndingNote>((await vitals.Store.ReadAsync(Key, 64 * 1024, cancellation)).Body);
        }
        catch (DocumentMissingException)
        {
            return null;
        }
    }
}

using PipAi.Workers.Pipeline.Health;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>
/// Looks after the evidence of health: how the polls stand, whether a bucket can be read where no document has shown it lately, and what
/// Temporal answers to others where it answers nothing here. Where a new process could help, it sees to that.
/// </summary>
internal sealed class HealthRounds(
    WorkerVitals vitals, TemporalConnection link, SelfEnding ending, TimeProvider time, ILogger<HealthRounds> log) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(BetweenLooks, LookAsync, stoppingToken),
        RepeatAsync(BetweenQuestions, AskStorageAsync, stoppingToken),
        RepeatAsync(BetweenQuestions, AskTemporalAsync, stoppingToken));

    private Task LookAsync(CancellationToken cancellation)
    {
        vitals.Polls.Look();
        return Task.CompletedTask;
    }

    /// <summary>Documents that are read and stored show it by themselves: a busy worker asks nothing.</summary>
    private async Task AskStorageAsync(CancellationToken cancellation)
    {
        if (vitals.Store.Contact.SinceAnswer is { } since && since < HealthLimits.Storage / 3) return;
        await vitals.Store.AskAsync(cancellation);
    }

    private async Task AskTemporalAsync(CancellationToken cancellation)
    {
        if (vitals.State.WasToldToStop) return;
        var isInDoubt = vitals.State.Phase == WorkerPhase.Ended
            || (vitals.State.Phase == WorkerPhase.Polling && vitals.Polls.Now().Any(sight => sight.IsInDoubt));
        if (!isInDoubt)
        {
            vitals.Temporal.Rest();
            return;
        }

        if (await link.AskAsync(cancellation) is { } failure) vitals.Temporal.Failed(failure);
        else vitals.Temporal.Answered();
        await ending.ConsiderAsync(cancellation);
    }

    /// <summary>
    /// A round that fails is told and does not end the rounds: health that nobody looks after any more would stay as it is.
    /// </summary>
    private async Task RepeatAsync(TimeSpan pause, Func<CancellationToken, Task> round, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await round(cancellation);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                log.LogError(failure, "A round of the health checks failed; the next comes in {Seconds} s", pause.TotalSeconds);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

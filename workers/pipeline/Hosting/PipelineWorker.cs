using PipAi.Workers.Pipeline.Activities;
using PipAi.Workers.Pipeline.Health;
using PipAi.Workers.Pipeline.Workflows;
using Temporalio.Extensions.Hosting;
using Temporalio.Worker;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>
/// Runs the Temporal worker for as long as the process lives. Drains in <see cref="StoppingAsync"/>, which comes before any
/// hosted service is stopped: <c>/health</c> still answers while activities finish.
/// </summary>
internal sealed class PipelineWorker(
    PipelineSettings settings, TemporalLink link, WorkerState state, IServiceProvider services, ILoggerFactory loggers,
    IHostApplicationLifetime lifetime) : BackgroundService, IHostedLifecycleService
{
    /// <summary>How long running activities may go on after SIGTERM: more than almost every document takes.</summary>
    public static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(20);

    /// <summary>How long the process takes to stop at most. The platform's stop timeout must be longer: 30 s are enough.</summary>
    public static readonly TimeSpan StopLimit = DrainLimit + TimeSpan.FromSeconds(7);

    private readonly ILogger log = loggers.CreateLogger<PipelineWorker>();
    private readonly CancellationTokenSource drain = new();

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        state.Enter(WorkerPhase.Draining, $"told to stop; running activities have {DrainLimit.TotalSeconds:0} s to finish");
        log.LogInformation("Draining: no new tasks, running activities have {Seconds} s", DrainLimit.TotalSeconds);
        await drain.CancelAsync();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Dispose()
    {
        drain.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, drain.Token);
        try
        {
            var client = await link.ConnectAsync(reason => state.Enter(WorkerPhase.Connecting, reason), stop.Token);
            using var worker = new TemporalWorker(client, Options());
            state.Enter(WorkerPhase.Polling, $"polling {settings.TaskQueue}");
            log.LogInformation("Polling {TaskQueue} as {Identity}", settings.TaskQueue, settings.Place.Identity);
            await worker.ExecuteAsync(stop.Token);
            Ended("the worker returned without being asked to", null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            state.Enter(WorkerPhase.Ended, "stopped as told");
            log.LogInformation("Stopped as told");
        }
        catch (Exception failure)
        {
            Ended(failure.Message, failure);
        }
    }

    /// <summary>Fly never restarts a machine for a failing check, only for a process that exits: so exit.</summary>
    private void Ended(string reason, Exception? failure)
    {
        state.Enter(WorkerPhase.Ended, reason);
        log.LogCritical(failure, "The worker has ended: {Reason}. Exiting, so that the platform restarts the machine", reason);
        Environment.ExitCode = ExitCodes.WorkerEnded;
        lifetime.StopApplication();
    }

    private TemporalWorkerOptions Options()
    {
        var options = new TemporalWorkerOptions(settings.TaskQueue)
        {
            Identity = settings.Place.Identity,
            LoggerFactory = loggers,
            GracefulShutdownTimeout = DrainLimit,
            // No cache, so no queue of its own on which a dead worker's workflows would wait (10 s by default). A document's
            // history is a dozen events: replaying them costs less than a heartbeat.
            MaxCachedWorkflows = 0,
            // Each may hold a document of up to 50 MiB and its elements.
            MaxConcurrentActivities = 8,
            MaxConcurrentActivityTaskPolls = 2,
        };
        options.AddWorkflow<ProcessDocumentWorkflow>();
        foreach (var activity in services.CreateTemporalActivityDefinitions<DocumentActivities>()) options.AddActivity(activity);
        return options;
    }
}

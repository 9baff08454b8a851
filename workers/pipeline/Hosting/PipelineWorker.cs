using PipAi.Workers.Pipeline.Activities;
using PipAi.Workers.Pipeline.Admission;
using PipAi.Workers.Pipeline.Health;
using PipAi.Workers.Pipeline.Workflows;
using Temporalio.Extensions.Hosting;
using Temporalio.Worker;
using Temporalio.Worker.Tuning;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>
/// Runs the Temporal worker for as long as the process lives. Drains in <see cref="StoppingAsync"/>, which comes before any
/// hosted service is stopped: <c>/health</c> still answers while activities finish.
/// </summary>
internal sealed class PipelineWorker(
    PipelineSettings settings, TemporalConnection link, WorkerVitals vitals, DocumentDoor door, IServiceProvider services)
    : BackgroundService, IHostedLifecycleService
{
    /// <summary>How long running activities may go on after SIGTERM: more than almost every document takes.</summary>
    public static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(20);

    /// <summary>How long the process takes to stop at most. The platform's stop timeout must be longer: 30 s are enough.</summary>
    public static readonly TimeSpan StopLimit = DrainLimit + TimeSpan.FromSeconds(7);

    /// <summary>Activities at once. Each may hold a document of up to 50 MiB and its elements.</summary>
    public const int ConcurrentActivities = 8;

    /// <summary>
    /// Documents that may be open at once: twice the activities, so that one waits for each that runs while Temporal is 100 ms away.
    /// </summary>
    public const int OpenDocuments = 2 * ConcurrentActivities;

    /// <summary>How long an open document holds the door: longer than almost every one takes.</summary>
    public static readonly TimeSpan DoorTimeout = TimeSpan.FromSeconds(30);

    private const int WorkflowTasks = 2 * OpenDocuments;
    private static readonly TimeSpan StickyTimeout = TimeSpan.FromSeconds(5);

    private readonly ILoggerFactory loggers = services.GetRequiredService<ILoggerFactory>();
    private readonly ILogger log = services.GetRequiredService<ILogger<PipelineWorker>>();
    private readonly CancellationTokenSource drain = new();

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        vitals.State.Enter(WorkerPhase.Draining, $"told to stop; running activities have {DrainLimit.TotalSeconds:0} s to finish");
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
            var client = await link.ConnectAsync(reason => vitals.State.Enter(WorkerPhase.Connecting, reason), stop.Token);
            using var slots = new WorkflowSlots(WorkflowTasks, door);
            using var worker = new TemporalWorker(client, WithWork(Options(slots)));
            using var canaries = new TemporalWorker(client, WithWork(CanaryOptions()));
            vitals.Polls.Begin();
            vitals.State.Enter(WorkerPhase.Polling, $"polling {settings.TaskQueue}");
            log.LogInformation(
                "Polling {TaskQueue} and {RegionQueue} as {Identity}", settings.TaskQueue, settings.RegionQueue, settings.Place.Identity);
            await ExecuteAsync([worker, canaries], stop.Token);
            Ended("the worker returned without being asked to", null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            vitals.State.Enter(WorkerPhase.Ended, "stopped as told");
            log.LogInformation("Stopped as told");
        }
        catch (Exception failure)
        {
            Ended(failure.Message, failure);
        }
    }

    /// <summary>Executes all; where one ends, the others are ended, too.</summary>
    private static async Task ExecuteAsync(IReadOnlyList<TemporalWorker> workers, CancellationToken stop)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = workers.Select(worker => worker.ExecuteAsync(all.Token)).ToList();
        await Task.WhenAny(running);
        await all.CancelAsync();
        await Task.WhenAll(running);
    }

    /// <summary>The process lives on, and says what is wrong, until a new one can help.</summary>
    private void Ended(string reason, Exception? failure)
    {
        vitals.State.Enter(WorkerPhase.Ended, reason);
        log.LogCritical(failure, "The worker has ended: {Reason}", reason);
    }

    private TemporalWorkerOptions Options(WorkflowSlots slots) => new(settings.TaskQueue)
    {
        Identity = settings.Place.Identity,
        LoggerFactory = loggers,
        GracefulShutdownTimeout = DrainLimit,
        // A document's later tasks come on this worker's own queue, before the first tasks of all the documents behind it.
        MaxCachedWorkflows = settings.CachedDocuments,
        // A dead worker's documents wait on its queue at most this long (and not at all once it was not seen for 10 s).
        StickyQueueScheduleToStartTimeout = StickyTimeout,
        // One poll for new documents at a time, the others for those that are under way.
        MaxConcurrentWorkflowTaskPolls = 3,
        NonStickyToStickyPollRatio = 0.34f,
        MaxConcurrentActivityTaskPolls = 2,
        Tuner = new WorkerTuner(
            slots, new FixedSizeSlotSupplier(ConcurrentActivities), new FixedSizeSlotSupplier(1), new FixedSizeSlotSupplier(1)),
        Interceptors = [new OpenDocuments(door)],
    };

    /// <summary>Canaries come one at a time, wait behind no document, and are not kept between their two tasks.</summary>
    private TemporalWorkerOptions CanaryOptions() => new(settings.RegionQueue)
    {
        Identity = settings.Place.Identity,
        LoggerFactory = loggers,
        GracefulShutdownTimeout = DrainLimit,
        MaxCachedWorkflows = 0,
        MaxConcurrentWorkflowTaskPolls = 1,
        MaxConcurrentActivityTaskPolls = 1,
        MaxConcurrentWorkflowTasks = 2,
        MaxConcurrentActivities = 2,
    };

    private TemporalWorkerOptions WithWork(TemporalWorkerOptions options)
    {
        // It watches every task of the process for what workflow code must not do: our tests' work, where it is on, and not each machine's.
        options.DisableWorkflowTracingEventListener = true;
        options.AddWorkflow<ProcessDocumentWorkflow>();
        foreach (var activity in services.CreateTemporalActivityDefinitions<DocumentActivities>()) options.AddActivity(activity);
        return options;
    }
}

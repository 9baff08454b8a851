using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Runtime;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>
/// Connects to Temporal. The SDK's connect fails at the first error and a worker ends when its namespace cannot be
/// described, so both are tried here, with growing pauses, until they succeed: a machine that starts during an outage, or
/// before its key has spread through Temporal Cloud, waits visibly instead of crashing in a loop.
/// </summary>
internal sealed class TemporalConnection(PipelineSettings settings, TemporalRuntime runtime, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);
    private readonly ILogger log = loggers.CreateLogger<TemporalConnection>();

    /// <summary>Tries until a connection stands and the namespace answers.</summary>
    /// <param name="failed">Told of each failure in one sentence.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TemporalClient> ConnectAsync(Action<string> failed, CancellationToken cancellation)
    {
        for (var (attempt, pause) = (1, FirstPause); ; attempt++)
        {
            try
            {
                var client = await ConnectOnceAsync(cancellation);
                log.LogInformation("Connected to Temporal: {Settings}", settings);
                return client;
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                var reason = Reason(failure);
                failed(reason);
                log.LogError("Cannot connect (attempt {Attempt}, next in {Pause:F1} s). {Reason}", attempt, pause.TotalSeconds, reason);
                await Task.Delay(pause, time, cancellation);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Asks Temporal for work as a worker does, on a connection of its own and from a queue that never has any.</summary>
    /// <returns>Null if it answered, else why not, in one sentence.</returns>
    public async Task<string?> AskAsync(CancellationToken cancellation)
    {
        try
        {
            var client = await ConnectOnceAsync(cancellation);
            // Temporal answers a poll for which it has nothing a second before its caller would give up.
            await client.WorkflowService.PollWorkflowTaskQueueAsync(
                new PollWorkflowTaskQueueRequest
                {
                    Namespace = settings.TemporalNamespace,
                    TaskQueue = new() { Name = $"{settings.TaskQueue}.probe" },
                    Identity = settings.Place.Identity,
                },
                new RpcOptions { CancellationToken = cancellation, Timeout = ProbeTimeout, Retry = false });
            return null;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            return Reason(failure);
        }
    }

    private async Task<TemporalClient> ConnectOnceAsync(CancellationToken cancellation)
    {
        var client = await TemporalClient.ConnectAsync(ConnectOptions());
        await client.WorkflowService.DescribeNamespaceAsync(
            new DescribeNamespaceRequest { Namespace = settings.TemporalNamespace },
            new RpcOptions { CancellationToken = cancellation, Timeout = TimeSpan.FromSeconds(10) });
        return client;
    }

    private string Reason(Exception failure) =>
        $"Temporal at {settings.TemporalAddress}, namespace {settings.TemporalNamespace}: {Words(failure)}";

    private TemporalClientConnectOptions ConnectOptions() => new(settings.TemporalAddress)
    {
        Namespace = settings.TemporalNamespace,
        ApiKey = settings.TemporalApiKey,
        Tls = settings.TemporalTls ? new TlsOptions() : new TlsOptions { Disabled = true },
        Identity = settings.Place.Identity,
        LoggerFactory = loggers,
        Runtime = runtime,
        // Messages are of 1 kB: to pack each cost more than to send it, on both sides.
        GrpcCompression = new GrpcCompression.None(),
    };

    private static string Words(Exception failure) => failure switch
    {
        Temporalio.Exceptions.RpcException rpc => $"{rpc.Code}: {rpc.Message}",
        _ => failure.GetBaseException().Message,
    };
}

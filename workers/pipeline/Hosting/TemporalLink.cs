using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Runtime;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>
/// Connects to Temporal. The SDK's connect fails at the first error and a worker ends when its namespace cannot be
/// described, so both are tried here, with growing pauses, until they succeed: a machine that starts during an outage, or
/// before its key has spread through Temporal Cloud, waits visibly instead of crashing in a loop.
/// </summary>
internal sealed class TemporalLink(PipelineSettings settings, TemporalRuntime runtime, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly ILogger log = loggers.CreateLogger<TemporalLink>();

    /// <summary>Tries until a connection stands and the namespace answers.</summary>
    /// <param name="failed">Told of each failure in one sentence.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TemporalClient> ConnectAsync(Action<string> failed, CancellationToken cancellation)
    {
        for (var (attempt, pause) = (1, FirstPause); ; attempt++)
        {
            try
            {
                var client = await TemporalClient.ConnectAsync(ConnectOptions());
                await client.WorkflowService.DescribeNamespaceAsync(
                    new DescribeNamespaceRequest { Namespace = settings.TemporalNamespace },
                    new RpcOptions { CancellationToken = cancellation, Timeout = TimeSpan.FromSeconds(10) });
                log.LogInformation("Connected to Temporal: {Settings}", settings);
                return client;
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                var reason = $"Temporal at {settings.TemporalAddress}, namespace {settings.TemporalNamespace}: {Words(failure)}";
                failed(reason);
                log.LogError("Cannot connect (attempt {Attempt}, next in {Pause:F1} s). {Reason}", attempt, pause.TotalSeconds, reason);
                await Task.Delay(pause, time, cancellation);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private TemporalClientConnectOptions ConnectOptions() => new(settings.TemporalAddress)
    {
        Namespace = settings.TemporalNamespace,
        ApiKey = settings.TemporalApiKey,
        Tls = settings.TemporalTls ? new TlsOptions() : new TlsOptions { Disabled = true },
        Identity = settings.Place.Identity,
        LoggerFactory = loggers,
        Runtime = runtime,
    };

    private static string Words(Exception failure) => failure switch
    {
        Temporalio.Exceptions.RpcException rpc => $"{rpc.Code}: {rpc.Message}",
        _ => failure.GetBaseException().Message,
    };
}

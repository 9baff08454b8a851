using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Temporal;
using PipAi.Providers.TemporalCloud;
using PipAi.Providers.TemporalCloud.Settings;
using PipAi.Testing;

namespace PipAi.TemporalCloud.Tests.Support;

/// <summary>The local cloud's Temporal, with its Cloud Ops API over real gRPC.</summary>
public sealed class LocalTemporal : IAsyncLifetime
{
    private const string Administrator = "administrator-key";
    private readonly TemporaryFolder folder = new();
    private readonly TemporalService service;

    public LocalTemporal()
    {
        service = new TemporalService(new TemporalServiceOptions
        {
            Directory = folder["temporal"],
            AdministratorKey = Administrator,
            Faults = Faults,
            OperationDuration = TimeSpan.FromMilliseconds(60),
        });
    }

    public FaultRegistry Faults { get; } = new();

    public async ValueTask InitializeAsync() => await service.StartAsync(0, CancellationToken.None);

    /// <summary>A provider that talks to this cloud, as one run of an engine has it.</summary>
    internal ProviderRun Run(
        string apiKey = Administrator, string? endpoint = null, TimeProvider? time = null, TimeSpan? callTimeout = null,
        IEngine? engine = null) => new(new TemporalCloudProvider(new CloudProviderEnvironment
        {
            Time = time ?? TimeProvider.System,
            CallTimeout = callTimeout ?? TimeSpan.FromSeconds(30),
            Environment = name => name switch
            {
                "TEMPORAL_CLOUD_API_KEY" => apiKey,
                "TEMPORAL_CLOUD_ENDPOINT" => endpoint ?? $"127.0.0.1:{service.Port}",
                "TEMPORAL_CLOUD_ALLOW_INSECURE" => "true",
                _ => null,
            },
        }, engine));

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        folder.Dispose();
    }
}

using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Cloud;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.DevServer;
using PipAi.LocalCloud.Temporal.Rpc;

namespace PipAi.LocalCloud.Temporal;

/// <summary>
/// Temporal Cloud on loopback where Temporal's own CLI is asked for: its development server runs the workflows, behind the same port,
/// the same keys, the same Cloud Ops API and the same faults as <see cref="TemporalService"/>.
/// </summary>
/// <param name="options">What it is made of.</param>
/// <param name="executable">Absolute path of the <c>temporal</c> executable.</param>
public sealed class TemporalCliService(TemporalServiceOptions options, string executable) : IVendorService
{
    private readonly CancellationTokenSource stopping = new();
    private LoopbackServer? server;
    private DevServerLaunch? launch;
    private SupervisedServer? supervised;
    private SerialExecutor? executor;
    private CloudAccount? account;

    /// <inheritdoc/>
    public string Name => VendorNames.Temporal;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <inheritdoc/>
    /// <exception cref="TemporalServerException">The development server did not start.</exception>
    public async Task StartAsync(int port, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.Directory);
        executor = new SerialExecutor(options.Time, options.Loggers.CreateLogger<SerialExecutor>());
        account = new CloudAccount(new AccountFile(options.AccountFile), options.AdministratorKey, executor);
        var table = new RpcTable();
        var pipeline = new RpcPipeline(
            table, new Authorizer(account, executor), new RpcFaults(options.Faults, account, executor),
            options.Loggers.CreateLogger<RpcPipeline>(), stopping.Token);
        server = await TemporalWire.ListenAsync(port, pipeline, options.Loggers, cancellation);

        // Only who has the port may touch the files: another process that serves this folder would have it.
        var log = options.Loggers.CreateLogger<TemporalCliService>();
        launch = new DevServerLaunch(options.Directory, executable, account, executor, log);
        await launch.InspectAsync(cancellation);
        supervised = new SupervisedServer(launch.StartAsync, options.Time, log);
        await supervised.StartAsync(cancellation);
        Forwarding.Register(table, supervised, account, executor);
        var operations = new CloudOperations(
            executor, account, new ServerNamespaces(supervised.CallAsync, account, options.Time), options.OperationDuration,
            stopping.Token);
        CloudOps.Register(table, executor, account, operations, () => $"127.0.0.1:{Port}");
        await operations.ResumeAsync();
        pipeline.Open();
    }

    /// <inheritdoc/>
    public JsonNode? Describe()
    {
        if (executor?.Run(account!.Describe) is not JsonObject told || launch is null || supervised is null) return null;
        var shown = launch.Server.ToJson();
        supervised.Describe(shown);
        if (launch.Loss is { } loss) shown["loss"] = loss;
        told["server"] = shown;
        return told;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync();
        if (server is not null) await server.DisposeAsync();
        if (supervised is not null) await supervised.DisposeAsync();
        launch?.Dispose();
        executor?.Close();
        stopping.Dispose();
    }
}

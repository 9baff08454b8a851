using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Hosting;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Cloud;
using PipAi.LocalCloud.Temporal.DevServer;
using PipAi.LocalCloud.Temporal.Rpc;

namespace PipAi.LocalCloud.Temporal;

/// <summary>
/// Temporal Cloud on loopback where Temporal's CLI is at hand: its development server runs the workflows, behind the same port, the
/// same keys, the same Cloud Ops API and the same faults as <see cref="TemporalService"/>.
/// </summary>
/// <param name="options">What it is made of.</param>
/// <param name="executable">Path of the <c>temporal</c> executable.</param>
public sealed class TemporalCliService(TemporalServiceOptions options, string executable) : IVendorService
{
    private readonly CancellationTokenSource stopping = new();
    private LoopbackServer? server;
    private HeldPort? behind;
    private DevServerProcess? devServer;
    private Turns? turns;
    private CloudAccount? account;

    /// <inheritdoc/>
    public string Name => VendorNames.Temporal;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <summary>This service if <c>temporal</c> is on the search path, else the one in memory.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="searchPath">The value of PATH.</param>
    public static IVendorService Choose(TemporalServiceOptions options, string? searchPath) =>
        DevServerCommand.Find(searchPath) is { } found ? new TemporalCliService(options, found) : new TemporalService(options);

    /// <inheritdoc/>
    /// <exception cref="DevServerException">The development server did not start.</exception>
    public async Task StartAsync(int port, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.Directory);
        turns = new Turns(options.Time, options.Loggers.CreateLogger<Turns>());
        account = new CloudAccount(new AccountFile(options.AccountFile), options.AdministratorKey, turns);
        var table = new RpcTable();
        var pipeline = new RpcPipeline(
            table, new Gatekeeper(account, turns), new RpcFaults(options.Faults, account, turns),
            options.Loggers.CreateLogger<RpcPipeline>(), stopping.Token);
        server = await TemporalWire.ListenAsync(port, pipeline, options.Loggers, cancellation);

        // Nobody else is told of this port, so it may differ at each start.
        behind = HeldPort.Choose(FreePort.FirstOfMachines, new HashSet<int>());
        var command = DevServerCommand.Build(executable, behind.Number, Path.Combine(options.Directory, "temporal.db"));
        devServer = await DevServerProcess.StartAsync(command, behind.Number, options.Time, cancellation);
        Forwarding.Register(table, devServer, account, turns);
        var operations = new CloudOperations(turns, account, devServer, options.OperationDuration, stopping.Token);
        CloudOps.Register(table, turns, account, operations, () => $"127.0.0.1:{Port}");
        await operations.ResumeAsync();
        pipeline.Open();
    }

    /// <inheritdoc/>
    public JsonNode? Describe() => turns?.Take(account!.Describe);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync();
        if (server is not null) await server.DisposeAsync();
        if (devServer is not null) await devServer.DisposeAsync();
        behind?.Dispose();
        turns?.Close();
        stopping.Dispose();
    }
}

using System.Text.Json.Nodes;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Hosting;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Cloud;
using PipAi.LocalCloud.Temporal.Histories;
using PipAi.LocalCloud.Temporal.Rpc;

namespace PipAi.LocalCloud.Temporal;

/// <summary>
/// Temporal Cloud on loopback: workflow service, Cloud Ops API and health check on one port of HTTP/2 without TLS, for unmodified
/// clients and workers.
/// </summary>
public sealed class TemporalService(TemporalServiceOptions options) : IVendorService
{
    /// <summary>A client has one connection, and each of its long polls is a stream in it: with Kestrel's 100 the answers queue behind them.</summary>
    private const int StreamsPerConnection = 10_000;

    /// <summary>Largest message, as at the real service plus room for histories.</summary>
    private const int LargestMessageBytes = 16 << 20;

    private readonly CancellationTokenSource stopping = new();
    private LoopbackServer? server;
    private Turns? turns;
    private CloudAccount? account;

    /// <inheritdoc/>
    public string Name => VendorNames.Temporal;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <inheritdoc/>
    public async Task StartAsync(int port, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.Directory);
        turns = new Turns(options.Time, options.Loggers.CreateLogger<Turns>());
        account = new CloudAccount(new AccountFile(Path.Combine(options.Directory, "account.json")), options.AdministratorKey, turns);
        var table = new RpcTable();
        var engine = new TemporalEngine(turns, account, new JournalFolder(Path.Combine(options.Directory, "histories"), turns), table);
        var cloud = new CloudOps(turns, account, options.OperationDuration, engine.Forget, () => $"127.0.0.1:{Port}", table);
        var pipeline = new RpcPipeline(
            table, new Gatekeeper(account, turns), new RpcFaults(options.Faults, account, turns),
            options.Loggers.CreateLogger<RpcPipeline>(), stopping.Token);
        server = await LoopbackServer.StartAsync(
            new()
            {
                Service = Name,
                Port = port,
                Loggers = options.Loggers,
                Protocols = HttpProtocols.Http2,
            },
            services =>
            {
                services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection);
                services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = LargestMessageBytes);
                services.AddSingleton<TemporalEndpoint>();
                services.AddSingleton<IServiceMethodProvider<TemporalEndpoint>>(new DescribedMethods(pipeline));
            },
            application => application.MapGrpcService<TemporalEndpoint>(),
            cancellation);
        // Only who has the port may touch the files: another process that serves this folder would have it.
        cloud.Resume();
        engine.Recover(account.RetentionOf);
        pipeline.Open();
    }

    /// <inheritdoc/>
    public JsonNode? Describe() => turns?.Take(() => new JsonObject
    {
        ["namespaces"] = new JsonArray([.. account!.State.Namespaces.Values.Select(item => new JsonObject
        {
            ["id"] = item.Namespace_,
            ["state"] = item.State.ToString(),
            ["activeRegion"] = item.ActiveRegion,
        })]),
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync();
        if (server is not null) await server.DisposeAsync();
        turns?.Close();
        stopping.Dispose();
    }
}

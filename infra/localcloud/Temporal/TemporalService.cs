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
    private CloudAccount? account;

    /// <inheritdoc/>
    public string Name => VendorNames.Temporal;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <inheritdoc/>
    public async Task StartAsync(int port, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.Directory);
        var turns = new Turns(options.Time);
        account = new CloudAccount(new AccountFile(Path.Combine(options.Directory, "account.json")), options.AdministratorKey, turns);
        var table = new RpcTable();
        var engine = new TemporalEngine(turns, account, new ForgetfulKeeper(), table);
        var operations = new CloudOperations(
            turns, account, options.OperationDuration, new OperationEffects(turns, account, engine.Forget));
        operations.Register(table);
        new NamespaceCalls(turns, account, operations, () => $"127.0.0.1:{Port}").Register(table);
        new NamespaceRegionCalls(turns, account, operations).Register(table);
        new ServiceAccountCalls(turns, account, operations).Register(table);
        new ApiKeyCalls(turns, account, operations).Register(table);
        turns.Take(operations.Resume);

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
    }

    /// <inheritdoc/>
    public JsonNode? Describe() => account is null ? null : new JsonObject
    {
        ["namespaces"] = new JsonArray([.. account.State.Namespaces.Values.Select(item => new JsonObject
        {
            ["id"] = item.Namespace_,
            ["state"] = item.State.ToString(),
            ["activeRegion"] = item.ActiveRegion,
        })]),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (server is not null) await server.DisposeAsync();
        stopping.Dispose();
    }
}

using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Cloud;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.DevServer;
using PipAi.LocalCloud.Temporal.Filters;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Validation;

namespace PipAi.LocalCloud.Temporal;

/// <summary>
/// Temporal Cloud on loopback: workflow service, Cloud Ops API and health check on one port of HTTP/2 without TLS, for unmodified
/// clients and workers.
/// </summary>
public sealed class TemporalService(TemporalServiceOptions options) : IVendorService
{
    private readonly CancellationTokenSource stopping = new();
    private LoopbackServer? server;
    private SerialExecutor? executor;
    private CloudAccount? account;

    /// <inheritdoc/>
    public string Name => VendorNames.Temporal;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <inheritdoc/>
    public async Task StartAsync(int port, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.Directory);
        executor = new SerialExecutor(options.Time, options.Loggers.CreateLogger<SerialExecutor>());
        account = new CloudAccount(new AccountFile(options.AccountFile), options.AdministratorKey, executor);
        var schema = new AttributeSchema(executor, namespaceId => account.Namespace(namespaceId).Spec);
        var rules = new RequestRules(schema);
        var table = new RpcTable(rules.Of);
        var engine = new TemporalEngine(executor, account, schema, rules, options);
        engine.Register(table);
        var operations = new CloudOperations(executor, account, engine, options.OperationDuration, stopping.Token);
        CloudOps.Register(table, executor, account, operations, () => $"127.0.0.1:{Port}");
        var pipeline = new RpcPipeline(
            table, new Authorizer(account, executor), new RpcFaults(options.Faults, account, executor),
            options.Loggers.CreateLogger<RpcPipeline>(), stopping.Token);
        server = await TemporalWire.ListenAsync(port, pipeline, options.Loggers, cancellation);
        // Only who has the port may touch the files: another process that serves this folder would have it.
        new TemporalServer().Save(options.Directory);
        await operations.ResumeAsync();
        engine.Recover();
        pipeline.Open();
    }

    /// <inheritdoc/>
    public JsonNode? Describe()
    {
        if (executor?.Run(account!.Describe) is not JsonObject told) return null;
        told["server"] = new TemporalServer().ToJson();
        return told;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync();
        if (server is not null) await server.DisposeAsync();
        executor?.Close();
        stopping.Dispose();
    }
}

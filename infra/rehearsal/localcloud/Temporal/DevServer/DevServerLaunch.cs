using Grpc.Core;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.Concurrency;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>
/// Brings a development server to where calls may come: on a database that is whole, with every namespace of the account. What a
/// start that was cut short left behind, or a hand took away, is mended here, at the first start as at every later one.
/// </summary>
internal sealed class DevServerLaunch(string directory, string executable, CloudAccount account, SerialExecutor executor, ILogger log)
    : IDisposable
{
    private readonly ProcessSpawner spawner = new();
    private readonly DevServerDatabase database = DevServerDatabase.In(directory);

    /// <summary>The server, once it has said its version.</summary>
    public TemporalServer Server { get; private set; } = new() { Executable = executable };

    /// <summary>What was lost on the way; null when nothing was.</summary>
    public string? Loss { get; private set; }

    /// <summary>Looks at the executable, before anything is done with it.</summary>
    /// <exception cref="TemporalServerException">It is not Temporal's CLI.</exception>
    public async Task InspectAsync(CancellationToken cancellation) =>
        Server = Server with { Version = await TemporalExecutable.VersionOfAsync(executable, spawner, executor.Time, cancellation) };

    /// <summary>Starts a process that is ready.</summary>
    /// <exception cref="TemporalServerException">It does not start.</exception>
    public async Task<DevServerProcess> StartAsync(CancellationToken cancellation)
    {
        Prepare();
        var process = await StartOnAnyDatabaseAsync(cancellation);
        try
        {
            var namespaces = new ServerNamespaces(process.CallAsync, account, executor.Time);
            foreach (var (name, spec) in executor.Run(account.Served)) await namespaces.EnsureAsync(name, spec, cancellation);
            Server.Save(directory);
            return process;
        }
        catch (RpcException error)
        {
            await process.DisposeAsync();
            throw new TemporalServerException($"{Server} did not make the namespaces of the account: {error.Status.Detail}");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => spawner.Dispose();

    private void Prepare()
    {
        // Before a server has served once, and while there is no namespace, nothing can be in it but the beginning of a database.
        if (TemporalServer.Load(directory) is not { IsReal: true } && executor.Run(() => account.State.Namespaces.Count) == 0)
            database.Delete();
        if (database.Exists || TemporalServer.Load(directory) is not { IsReal: true }) return;
        database.Delete();
        Report($"its database '{database.File}' was gone, and with it all workflows; it was made anew");
    }

    private async Task<DevServerProcess> StartOnAnyDatabaseAsync(CancellationToken cancellation)
    {
        try
        {
            return await DevServerProcess.StartAsync(executable, database, spawner, executor.Time, cancellation);
        }
        catch (TemporalServerException refused) when (database.Exists && DevServerDatabase.IsDamage(refused.Message))
        {
            Report(
                $"its database was damaged, and with it all workflows; it is kept as '{database.SetAside(
                    executor.Now)}', and a new one was made");
            return await DevServerProcess.StartAsync(executable, database, spawner, executor.Time, cancellation);
        }
    }

    private void Report(string loss)
    {
        Loss = loss;
        log.LogWarning("Temporal's development server: {Loss}.", loss);
    }
}

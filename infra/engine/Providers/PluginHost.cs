using System.Collections.Concurrent;
using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Processes;
using EmbeddedPulumi.Protocol.Rpc;

namespace EmbeddedPulumi.Engine.Providers;

/// <summary>Starts plugins, ahead of need where it can: a plugin's start takes as long as the program's, and both can run at once.</summary>
internal sealed class PluginHost(
    StackContext context, string rootDirectory, string programDirectory, string engineAddress,
    ImmutableDictionary<string, string> environment, ChildProcesses processes, EventStream events)
{
    private readonly PluginLauncher launcher = new(context, programDirectory, engineAddress, environment, processes, events);
    private readonly ConcurrentDictionary<string, Task<PluginConnection>> ahead = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task<PluginConnection>> all = [];

    /// <summary>Begins to start the plugins of these packages; errors wait until somebody needs the plugin.</summary>
    public void StartAhead(IEnumerable<string> packages, CancellationToken cancellation)
    {
        foreach (var package in packages.Where(context.Providers.ContainsKey)) ahead.TryAdd(package, Task.Run(() => StartAsync(package, cancellation), cancellation));
    }

    /// <summary>A plugin for one provider resource alone.</summary>
    /// <exception cref="EngineException">There is no such plugin, or it does not start.</exception>
    public async Task<PluginConnection> TakeAsync(PluginRequest request, CancellationToken cancellation)
    {
        var starting = ahead.TryRemove(request.Plugin, out var started) ? started : StartAsync(request.Plugin, cancellation);
        all.Add(starting);
        var plugin = await starting;
        if (request.Parameter is { } parameter) await plugin.ParameterizeAsync(parameter, cancellation);
        return plugin;
    }

    /// <summary>Tells every provider to stop what it does.</summary>
    public Task CancelAsync() => Task.WhenAll(Running().Select(plugin => plugin.CancelAsync()));

    public async Task StopAsync(TimeSpan patience)
    {
        foreach (var unused in ahead.Values) all.Add(unused);
        await Task.WhenAll(all.Select(async starting =>
        {
            try
            {
                await (await starting).StopAsync(patience);
            }
            catch (Exception error) when (error is EngineException or OperationCanceledException or ProviderException)
            {
                // It never ran.
            }
        }));
    }

    private IEnumerable<PluginConnection> Running() => all.Where(plugin => plugin.IsCompletedSuccessfully).Select(plugin =>
#pragma warning disable VSTHRD002 // It is completed.
        plugin.Result);
#pragma warning restore VSTHRD002

    private async Task<PluginConnection> StartAsync(string package, CancellationToken cancellation)
    {
        if (!context.Providers.TryGetValue(package, out var command))
        {
            throw new EngineException(
                ExitCategory.Configuration,
                ErrorCodes.PluginMissing,
                $"No provider plugin is known for the package '{package}'. Known: {Known()}.");
        }

        var connection = await ConnectAsync(package, command, cancellation);
        try
        {
            await connection.HandshakeAsync(engineAddress, rootDirectory, programDirectory, cancellation);
            return connection;
        }
        catch (ProviderException error)
        {
            await connection.StopAsync(TimeSpan.Zero);
            throw PluginLauncher.Failed(package, error.Message, error);
        }
    }

    private string Known() => context.Providers.IsEmpty ? "none" : string.Join(", ", context.Providers.Keys.Order(StringComparer.Ordinal));

    private async Task<PluginConnection> ConnectAsync(string package, LaunchCommand command, CancellationToken cancellation) => command switch
    {
        LaunchCommand.Running running => new PluginConnection(package, new RpcChannel(running.Address), null, null, context),
        LaunchCommand.Linked linked when linked.Connect(programDirectory) is { } calls => new PluginConnection(package, calls),
        LaunchCommand.Linked linked => await ConnectAsync(package, linked.Otherwise, cancellation),
        LaunchCommand.Executable executable => Connection(package, await launcher.LaunchAsync(package, executable, cancellation)),
        _ => throw Failed(package, "it is given as a function in this process, which only a program can be"),
    };

    private PluginConnection Connection(string package, PluginProcess plugin) =>
        new(package, new RpcChannel($"127.0.0.1:{plugin.Port}"), plugin.Process, plugin.Said, context);

    private static EngineException Failed(string package, string why) => PluginLauncher.Failed(package, why, null);
}

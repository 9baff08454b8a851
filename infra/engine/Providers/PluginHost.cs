using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Processes;
using EmbeddedPulumi.Protocol.Rpc;

namespace EmbeddedPulumi.Engine.Providers;

/// <summary>Starts plugins, ahead of need where it can: a plugin's start takes as long as the program's, and both can run at once.</summary>
internal sealed class PluginHost(
    StackContext context, string rootDirectory, string programDirectory, string engineAddress,
    ImmutableDictionary<string, string> environment, ChildProcesses processes, EventStream events)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, Task<PluginConnection>> ahead = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task<PluginConnection>> all = [];

    /// <summary>Begins to start the plugins of these packages; errors wait until somebody needs the plugin.</summary>
    public void StartAhead(IEnumerable<string> packages, CancellationToken cancellation)
    {
        foreach (var package in packages.Where(context.Providers.ContainsKey)) ahead.TryAdd(package, Task.Run(() => StartAsync(package, cancellation), cancellation));
    }

    /// <summary>A plugin of the package for one provider resource alone.</summary>
    /// <exception cref="EngineException">There is no plugin for the package, or it does not start.</exception>
    public Task<PluginConnection> TakeAsync(string package, CancellationToken cancellation)
    {
        var plugin = ahead.TryRemove(package, out var started) ? started : StartAsync(package, cancellation);
        all.Add(plugin);
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
            throw Failed(package, error.Message, error);
        }
    }

    private string Known() => context.Providers.IsEmpty ? "none" : string.Join(", ", context.Providers.Keys.Order(StringComparer.Ordinal));

    private async Task<PluginConnection> ConnectAsync(string package, LaunchCommand command, CancellationToken cancellation) => command switch
    {
        LaunchCommand.Running running => new PluginConnection(package, new RpcChannel(running.Address), null, null, context),
        LaunchCommand.Linked linked => new PluginConnection(package, linked.Calls),
        LaunchCommand.Executable executable => await LaunchAsync(package, executable, cancellation),
        _ => throw Failed(package, "it is given as a function in this process, which only a program can be", null),
    };

    private async Task<PluginConnection> LaunchAsync(string package, LaunchCommand.Executable command, CancellationToken cancellation)
    {
        ChildProcess process;
        try
        {
            process = await processes.StartAsync(command, programDirectory, environment.AddRange(context.ProviderEnvironment), engineAddress);
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            throw Failed(package, $"'{command.FileName}' cannot be started: {error.Message}", error);
        }

        var last = new LastLines();
        process.Reading(PumpAsync(package, process.Error, last));
        var port = await ReadPortAsync(package, command, process, last, cancellation);
        _ = PumpAsync(package, process.Output, last);
        return new PluginConnection(package, new RpcChannel($"127.0.0.1:{port}"), process, last, context);
    }

    /// <summary>A plugin's first line is its port; some print a warning before it.</summary>
    private static async Task<int> ReadPortAsync(
        string package, LaunchCommand.Executable command, ChildProcess process, LastLines last, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        try
        {
            while (await process.Output.ReadLineAsync(limit.Token) is { } line)
            {
                if (int.TryParse(line.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return port;
                last.Add(line);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            process.Kill();
            throw new EngineException(
                ExitCategory.Timeout,
                ErrorCodes.PluginFailed,
                $"The provider plugin '{package}' ('{command.FileName}') did not print its port within {StartLimit.TotalSeconds:0} s.{last}");
        }

        var code = await process.WaitAsync(cancellation);
        throw Failed(package, $"'{command.FileName}' ended with exit code {code} before it printed its port.{last}", null);
    }

    private async Task PumpAsync(string package, StreamReader output, LastLines last)
    {
        try
        {
            while (await output.ReadLineAsync() is { } line)
            {
                last.Add(line);
                events.Say(new Diagnostic(DiagnosticSeverity.Debug, line) { Source = package });
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process is gone, and its pipe with it.
        }
    }

    private static EngineException Failed(string package, string why, Exception? cause) =>
        new(ExitCategory.Failed, ErrorCodes.PluginFailed, $"The provider plugin '{package}' does not work: {why}", cause: cause);
}

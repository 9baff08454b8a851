using System.Collections.Concurrent;
using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Stacks;
using EmbeddedPulumi.Protocol.Rpc;
using Grpc.Core;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>
/// Starts plugins, ahead of need where it can: a plugin's start takes as long as the program's, and both can run at once.
/// </summary>
internal sealed class PluginHost(OpenedStack stack)
{
    private readonly PluginLauncher launcher = new(stack);
    private readonly PluginFinder finder = new(stack.Context.Plugins, stack.Project);
    private readonly ConcurrentDictionary<ForeignPlugin, bool> foreign = new();
    private readonly ConcurrentDictionary<string, Task<PluginConnection>> ahead = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<PluginConnection>> actorsAhead = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task<PluginConnection>> all = [];
    private readonly ConcurrentDictionary<string, bool> linked = new(StringComparer.Ordinal);
    private int acts;

    /// <summary>The plugins in use that the host did not bring.</summary>
    public ImmutableArray<ForeignPlugin> Foreign => [.. foreign.Keys.OrderBy(plugin => plugin.ToString(), StringComparer.Ordinal)];

    /// <summary>Begins to start the plugins of these packages; errors wait until somebody needs the plugin.</summary>
    public void StartAhead(IEnumerable<string> packages, CancellationToken cancellation)
    {
        foreach (var package in packages.Where(IsOurs))
            ahead.TryAdd(package, Task.Run(() => StartAsync(new PluginRequest(package, null), cancellation), cancellation));
    }

    /// <summary>Begins to start the processes of linked plugins, which act: when one does, the others are soon to follow.</summary>
    public void StartActorsAhead(IEnumerable<string> packages, CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref acts, 1) != 0) return;
        foreach (var package in packages.Where(IsOurs))
        {
            if (IsLinked(package)) actorsAhead.TryAdd(package, Task.Run(() => StartActorAsync(package, cancellation), cancellation));
        }
    }

    /// <summary>Starts the process that acts for a linked plugin; null for any other, which acts itself.</summary>
    public Func<Task<PluginConnection>>? ActorOf(PluginRequest request, CancellationToken cancellation) =>
        !IsOurs(request.Plugin) || !IsLinked(request.Plugin)
            ? null
            : () =>
            {
                StartActorsAhead(stack.Context.Providers.Keys, cancellation);
                var starting = StartedAsync(actorsAhead, request)
                    ?? StartAsync(request, null, ((LaunchCommand.Linked)stack.Context.Providers[request.Plugin]).Otherwise!, cancellation);
                all.Add(starting);
                return starting;
            };

    /// <summary>A plugin for one provider resource alone.</summary>
    /// <exception cref="EngineException">There is no such plugin, or it does not start.</exception>
    public async Task<PluginConnection> TakeAsync(PluginRequest request, CancellationToken cancellation)
    {
        var starting = StartedAsync(ahead, request) ?? StartAsync(request, cancellation);
        all.Add(starting);
        var plugin = await starting;
        if (request.Parameter is { } parameter) await plugin.ParameterizeAsync(parameter, cancellation);
        return plugin;
    }

    /// <summary>Tells every provider to stop what it does.</summary>
    public Task CancelAsync() => Task.WhenAll(Running().Select(plugin => plugin.CancelAsync()));

    public async Task StopAsync(TimeSpan timeout)
    {
        foreach (var unused in ahead.Values.Concat(actorsAhead.Values)) all.Add(unused);
        await Task.WhenAll(all.Select(async starting =>
        {
            try
            {
                await (await starting).StopAsync(timeout);
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

    /// <summary>Whether the host brings the plugin, and the user did not name another.</summary>
    public bool IsOurs(string plugin) =>
        stack.Context.Providers.ContainsKey(plugin) && stack.Context.Plugins?.Folders.ContainsKey(plugin) != true;

    /// <summary>Whether the plugin is in this process; a build on Pulumi's own package has none to be linked.</summary>
    private bool IsLinked(string plugin) => stack.Context.Providers[plugin] is LaunchCommand.Linked { Otherwise: not null } command
        && linked.GetOrAdd(plugin, _ => command.Connect(stack.Project.ProgramDirectory) is not null);

    private CallInvoker? Link(string plugin, LaunchCommand.Linked command)
    {
        var calls = command.Connect(stack.Project.ProgramDirectory);
        linked[plugin] = calls is not null;
        return calls;
    }

    /// <summary>A plugin that was started ahead, and needs no other environment than it got.</summary>
    private static Task<PluginConnection>? StartedAsync(
        ConcurrentDictionary<string, Task<PluginConnection>> ahead, PluginRequest request) =>
        request.Variables.IsEmpty && ahead.TryRemove(request.Plugin, out var started) ? started : null;

    private static LaunchCommand WithVariables(LaunchCommand command, PluginRequest request) =>
        command is not LaunchCommand.Executable process || request.Variables.IsEmpty
            ? command
            : process with
            {
                Environment = process.Environment.SetItems(request.Variables
                    .Where(variable => Environment.GetEnvironmentVariable(variable.Key) is not null)
                    .Select(variable => KeyValuePair.Create(variable.Value, Environment.GetEnvironmentVariable(variable.Key)!))),
            };

    private Task<PluginConnection> StartActorAsync(string plugin, CancellationToken cancellation) =>
        StartAsync(new PluginRequest(plugin, null), null, ((LaunchCommand.Linked)stack.Context.Providers[plugin]).Otherwise!, cancellation);

    /// <summary>A host that looks nowhere knows the packages that it brings, and no more.</summary>
    private FoundPlugin Find(PluginRequest request) => stack.Context.Plugins is not null || !stack.Project.Plugins.IsEmpty
        ? finder.Find(request)
        : throw new EngineException(
            ExitCategory.Configuration,
            ErrorCodes.PluginMissing,
            $"No provider plugin is known for the package '{request.Package}'. "
            + $"Known: {(stack.Context.Providers.IsEmpty
                ? "none" : string.Join(", ", stack.Context.Providers.Keys.Order(StringComparer.Ordinal)))}.");

    private Task<PluginConnection> StartAsync(PluginRequest request, CancellationToken cancellation)
    {
        var found = IsOurs(request.Plugin) ? null : finder.Named(request.Plugin) ?? Find(request);
        return StartAsync(request, found, found?.Command ?? stack.Context.Providers[request.Plugin], cancellation);
    }

    private async Task<PluginConnection> StartAsync(
        PluginRequest request, FoundPlugin? found, LaunchCommand command, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(request.Plugin, WithVariables(command, request), cancellation);
        try
        {
            await connection.HandshakeAsync(stack.EngineAddress, stack.Project.Directory, stack.Project.ProgramDirectory, cancellation);
            if (found is not null) Tell(request, found, await connection.VersionAsync(cancellation));
            return connection;
        }
        catch (ProviderException error)
        {
            await connection.StopAsync(TimeSpan.Zero);
            throw PluginLauncher.Failed(request.Plugin, error.Message, error);
        }
    }

    /// <summary>Says what is at work besides the host's own, before it does anything.</summary>
    private void Tell(PluginRequest request, FoundPlugin found, string version)
    {
        var plugin = new ForeignPlugin(request.Plugin, version, found.Path, found.Origin);
        if (!foreign.TryAdd(plugin, true)) return;
        stack.Events.Publish(new EngineEvent.PluginStarted(plugin));
        if (request.Version is not { } asked || SemanticVersion.ParseTolerant(version) is { } has && has.CompareTo(asked) >= 0) return;
        stack.Events.Log(new Diagnostic(
            DiagnosticSeverity.Warning,
            $"The plugin '{request.Plugin}' is asked for in version {asked} or later, and has {(version.Length == 0
                ? "none" : $"'{version}'")}: '{found.Path}'."));
    }

    private async Task<PluginConnection> ConnectAsync(string package, LaunchCommand command, CancellationToken cancellation) =>
        command switch
        {
            LaunchCommand.Running running => new PluginConnection(package, new RpcChannel(running.Address), null, null, stack.Context),
            LaunchCommand.Linked link when Link(package, link) is { } calls => new PluginConnection(package, calls),
            LaunchCommand.Linked { Otherwise: { } process } => await ConnectAsync(package, process, cancellation),
            LaunchCommand.Executable executable => Connection(package, await launcher.LaunchAsync(package, executable, cancellation)),
            _ => throw Failed(package, "it is given as a function in this process, which only a program can be"),
        };

    private PluginConnection Connection(string package, PluginProcess plugin) =>
        new(package, new RpcChannel($"127.0.0.1:{plugin.Port}"), plugin.Process, plugin.Said, stack.Context);

    private static EngineException Failed(string package, string why) => PluginLauncher.Failed(package, why, null);
}

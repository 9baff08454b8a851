using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Processes;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>Starts the processes of plugins.</summary>
internal sealed class PluginLauncher(OpenedStack stack)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    // What every plugin is told of the stack that it works for.
    private readonly ImmutableDictionary<string, string> environment = stack.Context.ProviderEnvironment
        .Add("PULUMI_PROJECT", stack.Project.Name)
        .Add("PULUMI_STACK", stack.Context.StackName)
        .Add("PULUMI_CONFIG", stack.Config.ToEnvironment().Config);

    /// <summary>The error of a plugin that cannot be used.</summary>
    public static EngineException Failed(string package, string why, Exception? cause) =>
        new(ExitCategory.Failed, ErrorCodes.PluginFailed, $"The provider plugin '{package}' does not work: {why}", cause: cause);

    /// <summary>Starts a plugin and reads its port.</summary>
    /// <param name="package">What it serves, for messages.</param>
    /// <param name="command">Starts it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">It does not start.</exception>
    public async Task<PluginProcess> LaunchAsync(string package, LaunchCommand.Executable command, CancellationToken cancellation)
    {
        ChildProcess process;
        try
        {
            process = await stack.Processes.StartAsync(command, stack.Project.ProgramDirectory, environment, stack.EngineAddress);
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            throw Failed(package, $"'{command.FileName}' cannot be started: {error.Message}", error);
        }

        var last = new LastLines();
        process.Reading(PumpAsync(package, process.Error, last));
        var port = await ReadPortAsync(package, command, process, last, cancellation);
        _ = PumpAsync(package, process.Output, last);
        return new PluginProcess(process, last, port);
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
                stack.Events.Log(new Diagnostic(DiagnosticSeverity.Debug, line) { Source = package });
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process is gone, and its pipe with it.
        }
    }
}

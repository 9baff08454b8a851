using System.Collections.Immutable;
using System.ComponentModel;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Processes;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>Starts the program and waits for its end.</summary>
internal sealed class ProgramRunner(OpenedStack stack)
{
    private const int CrashCode = 134;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Runs the program to its end, or until cancelled, and returns its exit code and the last lines of its standard error.
    /// </summary>
    /// <exception cref="EngineException">It cannot be started.</exception>
    public async Task<(int Code, string LastErrors)> RunAsync(bool preview, CancellationToken cancellation)
    {
        var environment = Environment(preview);
        return stack.Context.Program switch
        {
            LaunchCommand.InProcess program => await RunAsync(program, environment, cancellation),
            LaunchCommand.Executable executable => await RunAsync(executable, environment, cancellation),
            _ => throw new EngineException(
                ExitCategory.Configuration, ErrorCodes.ProgramNotStarted, "A program cannot be attached to: the engine must start it."),
        };
    }

    /// <summary>A function that throws is to the engine what a crash is.</summary>
    private static async Task<(int Code, string LastErrors)> RunAsync(
        LaunchCommand.InProcess program, ImmutableDictionary<string, string> environment, CancellationToken cancellation)
    {
        try
        {
            return (await program.Run(environment, cancellation), "");
        }
#pragma warning disable CA1031 // Whatever the program throws is how it ended.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return (CrashCode, " It said:\n    " + error.Message);
        }
    }

    private async Task<(int Code, string LastErrors)> RunAsync(
        LaunchCommand.Executable executable, ImmutableDictionary<string, string> environment, CancellationToken cancellation)
    {
        ChildProcess process;
        try
        {
            process = await stack.Processes.StartAsync(executable, stack.Project.ProgramDirectory, environment);
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            throw new EngineException(
                ExitCategory.Failed, ErrorCodes.ProgramNotStarted,
                $"The program '{executable.FileName}' cannot be started: {error.Message}", cause: error);
        }

        using var kill = cancellation.Register(process.Kill);
        var last = new LastLines();
        var output = PumpAsync(process.Output, "stdout", null);
        var errors = PumpAsync(process.Error, "stderr", last);
        var code = await process.WaitAsync(CancellationToken.None);
        // A grandchild may hold the pipes open; what the program itself wrote has arrived by then.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(LastWords, stack.Context.Time, CancellationToken.None));
        return (code, last.ToString());
    }

    private async Task PumpAsync(StreamReader reader, string source, LastLines? last)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                last?.Add(line);
                if (line.Length > 0) stack.Events.Log(new Diagnostic(DiagnosticSeverity.Notice, line) { Source = source });
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process is gone, and its pipe with it.
        }
    }

    private ImmutableDictionary<string, string> Environment(bool preview)
    {
        var (values, secretKeys) = stack.Config.ToEnvironment();
        return new Dictionary<string, string>
        {
            ["PULUMI_MONITOR"] = stack.EngineAddress,
            ["PULUMI_ENGINE"] = stack.EngineAddress,
            ["PULUMI_ORGANIZATION"] = "organization",
            ["PULUMI_PROJECT"] = stack.Project.Name,
            ["PULUMI_STACK"] = stack.Context.StackName,
            ["PULUMI_ROOT_DIRECTORY"] = stack.Project.Directory,
            ["PULUMI_DRY_RUN"] = preview ? "true" : "false",
            ["PULUMI_QUERY_MODE"] = "false",
            ["PULUMI_PARALLEL"] = stack.Context.Parallel.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PULUMI_CONFIG"] = values,
            ["PULUMI_CONFIG_SECRET_KEYS"] = secretKeys,
            [ProgramExit.Variable] = "true",
        }.ToImmutableDictionary();
    }
}

using System.Collections.Immutable;
using System.ComponentModel;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Processes;
using EmbeddedPulumi.Engine.Stacks;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>Starts the program and waits for its end.</summary>
internal sealed class ProgramRunner(StackContext context, ProjectFile project, EventStream events, ChildProcesses processes)
{
    private const int CrashCode = 134;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <summary>Runs the program to its end, or until cancelled, and returns its exit code and the last lines of its standard error.</summary>
    /// <exception cref="EngineException">It cannot be started.</exception>
    public async Task<(int Code, string LastErrors)> RunAsync(StackConfig config, string engineAddress, bool preview, CancellationToken cancellation)
    {
        var environment = Environment(config, engineAddress, preview);
        return context.Program switch
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
            process = await processes.StartAsync(executable, project.ProgramDirectory, environment);
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            throw new EngineException(
                ExitCategory.Failed, ErrorCodes.ProgramNotStarted, $"The program '{executable.FileName}' cannot be started: {error.Message}", cause: error);
        }

        using var kill = cancellation.Register(process.Kill);
        var last = new Providers.LastLines();
        var output = PumpAsync(process.Output, "stdout", null);
        var errors = PumpAsync(process.Error, "stderr", last);
        var code = await process.WaitAsync(CancellationToken.None);
        // A grandchild may hold the pipes open; what the program itself wrote has arrived by then.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(LastWords, context.Time, CancellationToken.None));
        return (code, last.ToString());
    }

    private async Task PumpAsync(StreamReader reader, string source, Providers.LastLines? last)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                last?.Add(line);
                if (line.Length > 0) events.Say(new Diagnostic(DiagnosticSeverity.Notice, line) { Source = source });
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process is gone, and its pipe with it.
        }
    }

    private ImmutableDictionary<string, string> Environment(StackConfig config, string engineAddress, bool preview)
    {
        var (values, secretKeys) = config.ToEnvironment();
        return new Dictionary<string, string>
        {
            ["PULUMI_MONITOR"] = engineAddress,
            ["PULUMI_ENGINE"] = engineAddress,
            ["PULUMI_ORGANIZATION"] = "organization",
            ["PULUMI_PROJECT"] = project.Name,
            ["PULUMI_STACK"] = context.StackName,
            ["PULUMI_ROOT_DIRECTORY"] = project.Directory,
            ["PULUMI_DRY_RUN"] = preview ? "true" : "false",
            ["PULUMI_QUERY_MODE"] = "false",
            ["PULUMI_PARALLEL"] = context.Parallel.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PULUMI_CONFIG"] = values,
            ["PULUMI_CONFIG_SECRET_KEYS"] = secretKeys,
            [ProgramExit.Variable] = "true",
        }.ToImmutableDictionary();
    }
}

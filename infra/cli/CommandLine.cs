using System.CommandLine;
using System.CommandLine.Parsing;
using EmbeddedPulumi.Engine;
using PipAi.Cli.Commands;
using PipAi.Cli.Views;
using PipAi.LocalCloud.Temporal;
using PipAi.Operations.Platform;
using Temporalio.Exceptions;

namespace PipAi.Cli;

/// <summary>The command `pipai`: finds the verb, runs it, and turns whatever went wrong into a message and an exit code.</summary>
internal static class CommandLine
{
    private const string Description =
        "Rehearses PIP AI's deployment: plans the Pulumi program without credentials, deploys it to a local cloud on this machine, breaks it and measures.";

    public static async Task<int> RunAsync(string[] arguments, Terminal terminal)
    {
        using var interrupts = new Interrupts(terminal.Errors);
        var options = new GlobalOptions();
        var parsed = Root(options, terminal, interrupts).Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) ErrorView.Write(terminal, error.Message, null);
            terminal.Errors.WriteLine($"    {HelpOf(parsed.CommandResult)}");
            return (int)ExitCode.Configuration;
        }

        return await GuardedAsync(
            terminal,
            parsed.GetValue(options.Debug),
            interrupts,
            () => parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Output,
                Error = terminal.Errors,
            }));
    }

    private static string HelpOf(CommandResult command)
    {
        var words = new List<string>();
        for (SymbolResult? result = command; result is CommandResult { Command: not RootCommand } inner; result = result.Parent) words.Insert(0, inner.Command.Name);
        return string.Join(' ', ["./pipai", .. words, "--help"]);
    }

    private static RootCommand Root(GlobalOptions options, Terminal terminal, Interrupts interrupts)
    {
        var root = new RootCommand(Description);
        foreach (var option in options.All) root.Options.Add(option);
        var sessions = new Sessions(options, terminal, interrupts);
        root.Subcommands.Add(PreviewVerb.Create(sessions));
        root.Subcommands.Add(UpVerb.Create(sessions));
        root.Subcommands.Add(RefreshVerb.Create(sessions));
        root.Subcommands.Add(DestroyVerb.Create(sessions));
        root.Subcommands.Add(ConfigVerbs.Create(sessions));
        root.Subcommands.Add(StackVerbs.Create(sessions));
        root.Subcommands.Add(StateVerbs.Create(sessions));
        root.Subcommands.Add(StatusVerb.Create(sessions));
        root.Subcommands.Add(DocumentVerb.Create(sessions));
        root.Subcommands.Add(VerifyVerb.Create(sessions));
        root.Subcommands.Add(DrillVerbs.Create(sessions));
        root.Subcommands.Add(CloudVerbs.Create(sessions));
        root.Subcommands.Add(DoctorVerb.Create(sessions));
        root.Subcommands.Add(CancelVerb.Create(sessions));
        return root;
    }

    private static async Task<int> GuardedAsync(Terminal terminal, bool debug, Interrupts interrupts, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (interrupts.Stop.IsCancellationRequested)
        {
            terminal.Errors.WriteLine("Stopped.");
            return (int)ExitCode.Cancelled;
        }
        catch (Exception exception)
        {
            var (code, message, mend) = Explain(exception);
            ErrorView.Write(terminal, message, mend);
            if (debug) terminal.Errors.WriteLine(exception);
            return (int)code;
        }
    }

    private static (ExitCode Code, string Message, string? Mend) Explain(Exception exception) => exception switch
    {
        CliException known => (known.Code, known.Message, known.Mend),
        EngineException engine => (ExitCodes.Of(engine.Category), engine.Message, engine.Mend),
        IncompletePlatformException incomplete => (ExitCode.Error, incomplete.Message, "./pipai up"),
        TemporalServerException server => (ExitCode.Configuration, server.Message, server.Mend),
        TemporalUnreachableException unreachable => (ExitCode.Error, unreachable.Message, "./pipai status"),
        RpcException answer => (ExitCode.Error, $"Temporal answered {answer.Code}: {answer.Message}", "./pipai status"),
        IOException file => (ExitCode.Error, file.Message, null),
        UnauthorizedAccessException file => (ExitCode.Error, file.Message, null),
        InvalidDataException damaged => (ExitCode.Error, damaged.Message, null),
        _ => (ExitCode.Bug, $"This is a bug in pipai: {exception.GetType().Name}: {exception.Message}", "./pipai <verb> --debug"),
    };
}

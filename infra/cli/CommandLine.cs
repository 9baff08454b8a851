using System.CommandLine;
using PipAi.Cli.Commands;
using PipAi.Cli.Doctor;
using PipAi.Cli.Errors;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Sessions;
using PipAi.Cli.Terminals;
using PipAi.Cli.Views;

namespace PipAi.Cli;

/// <summary>The command `pipai`: finds the verb, runs it, and turns whatever went wrong into a message and an exit code.</summary>
internal static class CommandLine
{
    private const string Description =
        "Rehearses PIP AI's deployment: plans the Pulumi program without credentials, deploys it to a local cloud on this machine, "
            + "breaks it and measures.";

    /// <summary>Runs a command line in this process's surroundings.</summary>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal)
    {
        using var interrupts = Interrupts.OfSignals(terminal.Errors);
        return await RunAsync(arguments, terminal, interrupts, HostEnvironment.OfProcess());
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The words behind `pipai`.</param>
    /// <param name="terminal">Where to read and to print.</param>
    /// <param name="interrupts">What ends it before its time.</param>
    /// <param name="host">What it finds around it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, Interrupts interrupts, HostEnvironment host)
    {
        var options = new GlobalOptions(host.Variable);
        var answer = new JsonAnswer(terminal.Output);
        var commands = new CommandFactory(options, terminal, answer, interrupts, host);
        var parsed = Root(commands).Parse(arguments.Length == 0 ? ["--help"] : arguments);
        var json = options.IsGiven(parsed, options.Json);
        if (Usage.Mistakes(parsed) is { Count: > 0 } mistakes)
        {
            foreach (var mistake in mistakes) ErrorView.Write(terminal, mistake, null);
            terminal.Errors.WriteLine($"    {Usage.HelpOf(parsed.CommandResult)}");
            if (json)
                answer.GiveFailure(Failure.Of(ExitCode.Configuration, string.Join('\n', mistakes), Usage.HelpOf(parsed.CommandResult)));
            return (int)ExitCode.Configuration;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Output,
                Error = terminal.Errors,
            });
        }
        catch (Exception exception)
        {
            var failure = Told(exception, terminal, interrupts);
            if (json) answer.GiveFailure(failure);
            if (options.IsGiven(parsed, options.Debug)) terminal.Errors.WriteLine(exception);
            return (int)failure.Exit;
        }
    }

    /// <summary>Tells of what ended a verb. One that was told to stop is cancelled, whatever it says of how it ended.</summary>
    private static Failure Told(Exception exception, Terminal terminal, Interrupts interrupts)
    {
        var stopped = interrupts.Stop.IsCancellationRequested;
        var failure = stopped && Failures.IsStop(exception) ? Failure.Of(ExitCode.Cancelled, "Stopped.") : Failures.Of(exception);
        if (failure.Exit == ExitCode.Cancelled) terminal.Errors.WriteLine(failure.Message);
        else ErrorView.Write(terminal, failure.Message, failure.Fix);
        return stopped && failure.Exit != ExitCode.Bug ? failure with { Exit = ExitCode.Cancelled } : failure;
    }

    /// <summary>All verbs.</summary>
    internal static RootCommand Root(CommandFactory commands)
    {
        var root = new RootCommand(Description);
        foreach (var option in commands.Options.All) root.Options.Add(option);
        root.Subcommands.Add(PreviewVerb.Create(commands));
        root.Subcommands.Add(UpVerb.Create(commands));
        root.Subcommands.Add(RefreshVerb.Create(commands));
        root.Subcommands.Add(DestroyVerb.Create(commands));
        root.Subcommands.Add(ConfigVerbs.Create(commands));
        root.Subcommands.Add(StackVerbs.Create(commands));
        root.Subcommands.Add(StateVerbs.Create(commands));
        root.Subcommands.Add(StatusVerb.Create(commands));
        root.Subcommands.Add(LogsVerb.Create(commands));
        root.Subcommands.Add(DashboardVerb.Create(commands));
        root.Subcommands.Add(DocumentVerb.Create(commands));
        root.Subcommands.Add(VerifyVerb.Create(commands));
        root.Subcommands.Add(DrillVerbs.Create(commands));
        root.Subcommands.Add(RestoreVerb.Create(commands));
        root.Subcommands.Add(AvailabilityVerb.Create(commands));
        root.Subcommands.Add(CostVerb.Create(commands));
        root.Subcommands.Add(CloudVerbs.Create(commands));
        root.Subcommands.Add(DoctorVerb.Create(commands));
        root.Subcommands.Add(CancelVerb.Create(commands));
        return root;
    }
}

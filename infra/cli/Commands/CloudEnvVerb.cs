using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.Operations.Platform;

namespace PipAi.Cli.Commands;

/// <summary>`cloud env`: what the stock Pulumi CLI and the vendors' tools need to know of a rehearsal.</summary>
internal static class CloudEnvVerb
{
    private static readonly Option<Shell> ForShell = new("--shell")
    {
        Description = "The shell to print for.",
        DefaultValueFactory = _ => Shell.Sh,
    };

    public static Command Create(CommandFactory commands) => commands.Bind(
        new Command(
            "env",
            "Print the variables with which `pulumi` and the vendors' own tools use this stack's local cloud; starts it if need be.")
        {
            ForShell,
        },
        RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        new PulumiHome(session.Workspace).Install();
        var (endpoints, started) = await session.Cloud.EnsureAsync(session.Cancellation);
        if (started) session.Say($"Local cloud of '{session.Stack}' started (process {endpoints.Process.Id}).");
        var variables = new ShellEnvironment(session.Workspace, session.Stack, session.Host.Variable).Of(
            endpoints, await DeployedAsync(session));
        if (session.Json) session.PrintJson(variables);
        else ShellView.Write(session.Terminal.Output, parsed.GetValue(ForShell), variables, Command(session, parsed));
        return ExitCode.Ok;
    }

    private static string Command(Session session, ParseResult parsed)
    {
        var shell = parsed.GetValue(ForShell);
        return $"./pipai cloud env --stack {session.Stack}{(shell is Shell.Sh ? "" : $" --shell {shell.ToString().ToLowerInvariant()}")}";
    }

    /// <summary>What stands only once the stack is deployed; a stack that is not, or not wholly, has the rest all the same.</summary>
    private static async Task<PlatformOutputs?> DeployedAsync(Session session)
    {
        if (!await session.RehearsalStack.ExistsAsync(session.Cancellation)) return null;
        try
        {
            return await session.RehearsalStack.OutputsAsync(session.Cancellation);
        }
        catch (IncompletePlatformException)
        {
            return null;
        }
    }
}

using System.Collections.Immutable;
using System.CommandLine;

namespace PipAi.Cli.Commands;

/// <summary>Makes the <see cref="Session"/> of a parsed command line.</summary>
internal sealed class Sessions(GlobalOptions options, Terminal terminal, Interrupts interrupts)
{
    /// <summary>`--plugin` of the verbs that start plugins.</summary>
    public Option<string[]> Plugin { get; } = PluginOption.Create();

    public Session Open(ParseResult parsed) => new()
    {
        Workspace = Workspace.Find(Environment.GetEnvironmentVariable),
        Terminal = terminal,
        Interrupts = interrupts,
        Stack = parsed.GetRequiredValue(options.Stack),
        Json = parsed.GetValue(options.Json),
        Debug = parsed.GetValue(options.Debug),
        Time = TimeProvider.System,
        PluginFolders = parsed.CommandResult.Command.Options.Contains(Plugin) ? PluginOption.Read(parsed, Plugin) : ImmutableSortedDictionary<string, string>.Empty,
    };

    /// <summary>Gives a command that starts plugins its action, and the option that says which.</summary>
    public Command RunWithPlugins(Command command, Func<Session, ParseResult, Task<ExitCode>> action)
    {
        command.Options.Add(Plugin);
        return Run(command, action);
    }

    /// <summary>Gives a command its action: a session, the parsed line, an exit code.</summary>
    public Command Run(Command command, Func<Session, ParseResult, Task<ExitCode>> action)
    {
        command.SetAction(async (parsed, _) => (int)await action(Open(parsed), parsed));
        return command;
    }
}

using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Files;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Terminals;
using PipAi.LocalCloud.Control;

namespace PipAi.Cli.Sessions;

/// <summary>Makes commands whose actions get a <see cref="Session"/>.</summary>
/// <param name="options">The options that every verb has.</param>
/// <param name="terminal">Where to print.</param>
/// <param name="answer">What is printed with `--json`.</param>
/// <param name="interrupts">Ctrl-C.</param>
/// <param name="host">What a run finds around it.</param>
internal sealed class CommandFactory(
    GlobalOptions options, Terminal terminal, JsonAnswer answer, Interrupts interrupts, HostEnvironment host)
{
    /// <summary>The options that every verb has.</summary>
    public GlobalOptions Options => options;

    /// <summary>`--plugin` of the verbs that start plugins.</summary>
    public Option<string[]> Plugin { get; } = PluginOption.Create();

    /// <summary>`--config-file` of the same verbs.</summary>
    public Option<string?> ConfigFile { get; } = new("--config-file")
    {
        Description = "Take the settings from this file instead of Pulumi.<stack>.yaml.",
        HelpName = "file",
    };

    /// <summary>`--live` of the verbs that work on what is deployed.</summary>
    public Option<bool> Live { get; } = new("--live")
    {
        Description = "Work on what the Pulumi CLI deployed, with the credentials of this environment, and not on the rehearsal.",
    };

    public Session Open(ParseResult parsed) => new()
    {
        Workspace = Workspace.Find(host.Variable),
        Terminal = parsed.GetValue(options.Json) ? terminal.WithoutText() : terminal,
        Answer = answer,
        Interrupts = interrupts,
        Stack = parsed.GetRequiredValue(options.Stack),
        Json = parsed.GetValue(options.Json),
        Debug = parsed.GetValue(options.Debug),
        Host = host,
        ConfigFile = Value(parsed, ConfigFile),
        Live = Value(parsed, Live),
        PluginFolders = PluginOption.Read(Value(parsed, Plugin) ?? []),
    };

    /// <summary>The value of an option, where the verb has it.</summary>
    private static T? Value<T>(ParseResult parsed, Option<T> option) =>
        parsed.CommandResult.Command.Options.Contains(option) ? parsed.GetValue(option) : default;

    /// <summary>Gives a command that plans or carries out its action, and the options that say with which plugins and settings.</summary>
    public Command BindWithPlugins(Command command, Func<Session, ParseResult, Task<ExitCode>> action)
    {
        command.Options.Add(Plugin);
        command.Options.Add(ConfigFile);
        return Bind(command, action);
    }

    /// <summary>Gives a command that works on what is deployed its action, and the option that says on which.</summary>
    public Command BindWithPlatform(Command command, Func<Session, ParseResult, Task<ExitCode>> action)
    {
        command.Options.Add(Live);
        return Bind(command, action);
    }

    /// <summary>Gives a command its action: a session, the parsed line, an exit code.</summary>
    public Command Bind(Command command, Func<Session, ParseResult, Task<ExitCode>> action)
    {
        command.SetAction(async (parsed, _) =>
        {
            var session = Open(parsed);
            if (session.UnfinishedDrill.IsNoted) await MendAsync(session);
            var exit = await action(session, parsed);
            if (session.Json) answer.GiveEnd(session.Stack, exit);
            return (int)exit;
        });
        return command;
    }

    /// <summary>A drill that died left something broken: nothing else is done before that is mended.</summary>
    private static async Task MendAsync(Session session)
    {
        if (session.Cloud.Running() is not { } endpoints) return;
        try
        {
            if (await session.UnfinishedDrill.MendAsync(endpoints, session.Cancellation) is { } left)
                session.Say($"A drill was cut off ({left.Drill} of {left.Subject}, {left.Since:u}); what it had broken is restored.");
        }
        catch (LocalCloudSilentException silent)
        {
            session.Say($"What a drill that was cut off has broken could not be restored; the next command tries again. {silent.Message}");
        }
    }
}

using System.CommandLine;
using System.Text.RegularExpressions;
using EmbeddedPulumi.Engine.Stacks;
using PipAi.Cli.Errors;
using PipAi.Cli.Files;
using PipAi.Cli.Sessions;
using PipAi.Cli.Settings;

namespace PipAi.Cli.Commands;

/// <summary>`config set|rm`: edits Pulumi.&lt;stack&gt;.yaml, so that the commands that error messages print can be pasted.</summary>
internal static partial class ConfigVerbs
{
    private const string Project = "pip-ai";

    private static readonly Argument<string> Key = new(
        "key")
    { Description = $"The setting; '{Project}:' is added where no namespace is given." };
    private static readonly Argument<string> Value = new(
        "value")
    { Description = "The value; a map or list in YAML's flow form, such as '{iad: 4, fra: 2}'." };

    private static readonly Option<bool> Path = new(
        "--path")
    { Description = "The key names one entry of a map, such as workerRegions.fra, or of a list, such as storageRegions[0]." };

    public static Command Create(CommandFactory commands)
    {
        var config = new Command("config", "Change the settings of a stack (Pulumi.<stack>.yaml).");
        config.Subcommands.Add(commands.Bind(new Command("set", "Set one setting.") { Key, Value, Path }, SetAsync));
        config.Subcommands.Add(
            commands.Bind(new Command("rm", "Remove one setting, so that its default holds.") { Key, Path }, RemoveAsync));
        return config;
    }

    private static Task<ExitCode> SetAsync(Session session, ParseResult parsed)
    {
        var (key, entry) = Split(parsed);
        return ChangeAsync(
            session,
            new SettingEdit(
                key, entry, SettingText.Parse(parsed.GetRequiredValue(Value), entry is null ? Declared(session, key) : "string")), "set");
    }

    private static Task<ExitCode> RemoveAsync(Session session, ParseResult parsed)
    {
        var (key, entry) = Split(parsed);
        return ChangeAsync(session, new SettingEdit(key, entry, null), "removed");
    }

    private static async Task<ExitCode> ChangeAsync(Session session, SettingEdit edit, string done)
    {
        session.Workspace.RequireStack(session.Stack);
        var file = new FileInfo(session.Workspace.StackFile(session.Stack));
        var before = await UserFile.ReadAsync(file, session.Cancellation);
        var text = edit.On(file.Name, before)
            ?? throw new CliException(
                ExitCode.Configuration, $"{file.Name} does not set '{edit.Key}'{(edit.Entry is { } entry ? $" {entry}" : "")}.",
                $"cat {file.Name}");
        await RefuseAsync(session, edit.Key, before, text);
        await UserFile.ReplaceAsync(file, text, session.Cancellation);
        if (session.Json)
            session.PrintJson(new { stack = session.Stack, file = file.Name, key = edit.Key, entry = edit.Entry, result = done });
        session.Say($"{file.Name}: {edit.Key} is {done}. See what it changes:\n    ./pipai preview --stack {session.Stack}");
        return ExitCode.Ok;
    }

    /// <summary>A change may mend one mistake of several; it may not make one.</summary>
    private static async Task RefuseAsync(Session session, string key, string before, string text)
    {
        var mistakes = await session.RehearsalStack.SettingMistakesAsync(text, session.Cancellation);
        if (mistakes.IsEmpty) return;
        var made = mistakes.Except(await session.RehearsalStack.SettingMistakesAsync(before, session.Cancellation)).ToList();
        if (made.Count == 0) return;
        throw new CliException(ExitCode.Configuration, $"'{key}' is not changed, since it would be wrong:\n  {string.Join("\n  ", made)}");
    }

    private static string? Declared(Session session, string key) =>
        ProjectFile.Load(session.Workspace.ProjectFile).Declarations.GetValueOrDefault(key)?.Type;

    private static (string Key, string? Entry) Split(ParseResult parsed)
    {
        var key = parsed.GetRequiredValue(Key);
        if (!key.Contains(':', StringComparison.Ordinal)) key = $"{Project}:{key}";
        var at = parsed.GetValue(Path) ? key.IndexOfAny(['.', '[']) : -1;
        var (whole, entry) = at < 0 ? (key, null) : (key[..at], key[at] == '[' ? key[at..] : key[(at + 1)..]);
        if (FullKey().IsMatch(whole) && (entry is null || Entry().IsMatch(entry))) return (whole, entry);
        throw new CliException(
            ExitCode.Configuration,
            $"'{key}' is no key of a setting: it is written namespace:name, and with --path namespace:name.entry or namespace:name[0].",
            "./pipai config set --path workerRegions.fra 2");
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.-]*:[A-Za-z][A-Za-z0-9_.-]*\z")]
    private static partial Regex FullKey();

    [GeneratedRegex(@"^(\[[0-9]{1,4}\]|[A-Za-z0-9_-]+)\z")]
    private static partial Regex Entry();
}

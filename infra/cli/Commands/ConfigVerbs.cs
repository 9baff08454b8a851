using System.CommandLine;
using PipAi.Cli.Settings;

namespace PipAi.Cli.Commands;

/// <summary>`config set|rm`: edits Pulumi.&lt;stack&gt;.yaml, so that the commands that error messages print can be pasted.</summary>
internal static class ConfigVerbs
{
    private const string Project = "pip-ai";

    private static readonly Argument<string> Key = new("key") { Description = $"The setting; '{Project}:' is added where no namespace is given." };
    private static readonly Argument<string> Value = new("value") { Description = "The value; a map or list in YAML's flow form, such as '{iad: 4, fra: 2}'." };

    private static readonly Option<bool> Path = new("--path") { Description = "The key names one entry of a map, such as workerRegions.fra, or of a list, such as storageRegions[0]." };

    public static Command Create(Sessions sessions)
    {
        var config = new Command("config", "Change the settings of a stack (Pulumi.<stack>.yaml).");
        config.Subcommands.Add(sessions.Run(new Command("set", "Set one setting.") { Key, Value, Path }, SetAsync));
        config.Subcommands.Add(sessions.Run(new Command("rm", "Remove one setting, so that its default holds.") { Key, Path }, RemoveAsync));
        return config;
    }

    private static async Task<ExitCode> SetAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var (key, entry) = Split(parsed);
        var file = session.Workspace.StackFile(session.Stack);
        var (text, value) = (await File.ReadAllTextAsync(file, session.Cancellation), parsed.GetRequiredValue(Value));
        await WriteAsync(file, entry is null ? StackFile.Set(text, key, value) : StackFile.SetEntry(text, key, entry, value), session.Cancellation);
        session.Say($"{System.IO.Path.GetFileName(file)}: {key} is set. See what it changes:\n    ./pipai preview --stack {session.Stack}");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> RemoveAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var (key, entry) = Split(parsed);
        var file = session.Workspace.StackFile(session.Stack);
        var before = await File.ReadAllTextAsync(file, session.Cancellation);
        if ((entry is null ? StackFile.Remove(before, key) : StackFile.RemoveEntry(before, key, entry)) is not { } text)
            throw new CliException(ExitCode.Configuration, $"{System.IO.Path.GetFileName(file)} does not set '{key}'.");
        await WriteAsync(file, text, session.Cancellation);
        session.Say($"{System.IO.Path.GetFileName(file)}: {key} is removed; its default holds.");
        return ExitCode.Ok;
    }

    private static (string Key, string? Entry) Split(ParseResult parsed)
    {
        var key = parsed.GetRequiredValue(Key);
        if (!key.Contains(':', StringComparison.Ordinal)) key = $"{Project}:{key}";
        if (!parsed.GetValue(Path)) return (key, null);
        var at = key.IndexOfAny(['.', '[']);
        return at < 0 ? (key, null) : (key[..at], key[at] == '[' ? key[at..] : key[(at + 1)..]);
    }

    private static async Task WriteAsync(string file, string text, CancellationToken cancellation)
    {
        // A crash leaves the old file or the new one, never half of one.
        var temporary = $"{file}.new";
        await File.WriteAllTextAsync(temporary, text, cancellation);
        File.Move(temporary, file, overwrite: true);
    }
}

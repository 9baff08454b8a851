using System.CommandLine;

namespace PipAi.Cli.Sessions;

/// <summary>The options that every verb has.</summary>
/// <param name="variable">The value of an environment variable.</param>
internal sealed class GlobalOptions(Func<string, string?> variable)
{
    private const string DefaultStack = "prod";

    /// <summary>`--stack`.</summary>
    public Option<string> Stack { get; } = new("--stack", "-s")
    {
        Description = $"The stack to work on (default: PULUMI_STACK, else {DefaultStack}).",
        Recursive = true,
        DefaultValueFactory = _ => variable("PULUMI_STACK") is { Length: > 0 } stack ? stack : DefaultStack,
        HelpName = "name",
    };

    /// <summary>`--json`.</summary>
    public Option<bool> Json { get; } = new("--json", "-j") { Description = "Print the answer as JSON.", Recursive = true };

    /// <summary>`--debug`.</summary>
    public Option<bool> Debug { get; } = new("--debug", "-d") { Description = "Print stack traces and debug messages.", Recursive = true };

    /// <summary>Whether a flag is given, on a line that may be wrong elsewhere.</summary>
    public bool IsGiven(ParseResult parsed, Option<bool> flag) =>
        All.Contains(flag) && parsed.GetResult(flag) is { } given && !given.Errors.Any() && parsed.GetValue(flag);

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [Stack, Json, Debug];
}

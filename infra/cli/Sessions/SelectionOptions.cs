using System.CommandLine;
using EmbeddedPulumi.Engine.Operations;

namespace PipAi.Cli.Sessions;

/// <summary>
/// `--target`, `--exclude` and `--replace`, as Pulumi has them: the way out when one resource stands in the way of the others.
/// </summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> targets = Urns(
        "--target", "Change only this resource, a URN in which * and ** stand for any text.", "-t");
    private readonly Option<bool> dependents = new("--target-dependents") { Description = "Also change what depends on a target." };
    private readonly Option<string[]> excludes = Urns("--exclude", "Leave this resource as it is.");
    private readonly Option<string[]> replaces = Urns("--replace", "Replace this resource, whether it changes or not.");
    private readonly bool canReplace;

    /// <param name="canReplace">Whether the verb can replace resources.</param>
    public SelectionOptions(bool canReplace) => this.canReplace = canReplace;

    /// <summary>Gives a command these options.</summary>
    public Command AddTo(Command command)
    {
        command.Options.Add(targets);
        command.Options.Add(dependents);
        command.Options.Add(excludes);
        if (canReplace) command.Options.Add(replaces);
        return command;
    }

    /// <summary>What a command line selects.</summary>
    public ResourceSelection Read(ParseResult parsed) => new()
    {
        Targets = [.. parsed.GetValue(targets) ?? []],
        TargetDependents = parsed.GetValue(dependents),
        Excludes = [.. parsed.GetValue(excludes) ?? []],
        Replaces = canReplace ? [.. parsed.GetValue(replaces) ?? []] : [],
    };

    private static Option<string[]> Urns(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = "urn", AllowMultipleArgumentsPerToken = false };
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PipAi.Operations.Platform;

/// <summary>
/// A deployed platform as operators work on it: what its stack says of itself, what its state knows, how the vendors are reached.
/// </summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Outputs">What the stack says of itself.</param>
/// <param name="Declared">What its state knows.</param>
/// <param name="Access">How the vendors are reached.</param>
internal sealed partial record DeployedPlatform(
    string Stack, PlatformOutputs Outputs, ImmutableArray<DeclaredResource> Declared, PlatformAccess Access)
{
    /// <summary>Whether it is the one that customers use, and no rehearsal of it.</summary>
    public bool IsLive { get; init; }

    /// <summary>Where it runs, as measurements say it.</summary>
    public string Where => IsLive ? "live" : "rehearsal";

    /// <summary>
    /// A command line of ours for this stack. What was deployed by the Pulumi CLI is changed by it; what only looks is told to look there.
    /// </summary>
    public string Command(string line) =>
        IsLive && ChangesTheStack().IsMatch(line) ? $"{line.Replace("./pipai", "pulumi", StringComparison.Ordinal)} --stack {Stack}"
        : $"{line} --stack {Stack}{(IsLive ? " --live" : "")}";

    /// <summary>The same for the commands within a sentence.</summary>
    public string Commands(string words) => ChangesTheStack().Replace(words, command => Command(command.Value));

    [GeneratedRegex(@"\./pipai (config set|up)\b")]
    private static partial Regex ChangesTheStack();
}

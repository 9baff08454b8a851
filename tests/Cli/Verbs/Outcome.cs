using System.Text.Json;
using System.Text.RegularExpressions;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>What a command line came to.</summary>
/// <param name="Arguments">The words behind `pipai`.</param>
/// <param name="Exit">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed partial record Outcome(string Arguments, int Exit, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Itself, when it ended so.</summary>
    public Outcome Ended(int exit)
    {
        Assert.True(Exit == exit, $"Ended with {Exit}, not {exit}:\n{this}");
        return this;
    }

    /// <summary>All of it as a script shows it, without what differs from run to run.</summary>
    public override string ToString() => Redacted(
        $"$ pipai {Arguments}\n{Part("standard output", Output)}{Part("standard error", Errors)}exit {Exit}\n\n");

    /// <summary>A text without times, processes and ids; how long a step took is only told where it took long.</summary>
    public static string Redacted(string text) => Changing().Replace(text, found =>
        found.Groups["took"].Success ? ""
        : found.Groups["time"].Success ? "<time>"
        : found.Groups["moment"].Success ? "<moment>"
        : found.Groups["process"].Success ? "process <id>"
        : "<guid>");

    private static string Part(string name, string text) => text.Length == 0 ? "" : $"-- {name}\n{text.TrimEnd('\n')}\n";

    [GeneratedRegex(@"(?<took> \(\d+\.\d s\))|(?<time>\b\d+(\.\d+)? s\b)|(?<moment>\b20\d\d-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d:\d\d)?)"
        + @"|(?<process>\bprocess \d+)|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Changing();
}

using System.Text.Json;

namespace PipAi.EndToEnd.Tests;

/// <summary>What a command answered.</summary>
internal sealed record Outcome(string Arguments, int ExitCode, string Output, string Errors)
{
    /// <summary>Fails with everything that was printed unless the command ended as expected.</summary>
    public Outcome Ended(int exitCode)
    {
        Assert.True(
            ExitCode == exitCode, $"{Arguments} ended with {ExitCode}, not {exitCode}.\n--- output\n{Output}\n--- errors\n{Errors}");
        return this;
    }

    /// <summary>The answer, read as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

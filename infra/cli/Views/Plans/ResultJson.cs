using EmbeddedPulumi.Engine.Operations;
using PipAi.Cli.Errors;

namespace PipAi.Cli.Views.Plans;

/// <summary>An operation that did not succeed, for `--json`.</summary>
internal static class ResultJson
{
    /// <summary>All that is known of it.</summary>
    /// <param name="stack">Name of the stack.</param>
    /// <param name="result">What it came to.</param>
    /// <param name="conclusion">What that means for who ran it.</param>
    public static object Of(string stack, OperationResult result, string conclusion)
    {
        var exit = ExitCodes.Of(result.Failure);
        return new
        {
            stack,
            result = exit == ExitCode.Cancelled ? "cancelled" : "failed",
            exitCode = (int)exit,
            error = new { code = $"PC{(int)exit:000}", message = conclusion },
            changes = result.ChangeSummary,
            diagnostics = result.Diagnostics,
        };
    }
}

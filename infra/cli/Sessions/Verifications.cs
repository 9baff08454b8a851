using System.Collections.Immutable;
using PipAi.Cli.Errors;
using PipAi.Cli.Views;
using PipAi.Operations.Measurements;
using PipAi.Operations.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Cli.Sessions;

/// <summary>Runs the verification and prints each check as it ends.</summary>
internal static class Verifications
{
    public static Task<ImmutableArray<CheckResult>> RunAsync(Session session, DeployedPlatform platform)
    {
        session.Say($"Verifying ({session.Stack}):");
        return RunAsync(session, new Verifier(platform, session.Time), platform, new CheckView(session.Terminal.Progress));
    }

    /// <summary>Runs it with another view, and keeps what was measured.</summary>
    public static async Task<ImmutableArray<CheckResult>> RunAsync(
        Session session, Verifier verifier, DeployedPlatform platform, IProgress<CheckResult>? view)
    {
        var checks = await verifier.RunAsync(view, session.Cancellation);
        var samples = CheckSamples.Of(checks, platform.Outputs, session.Time.GetUtcNow(), platform.Where);
        await Store(session).AddAsync(samples, session.Cancellation);
        return checks;
    }

    /// <summary>In one sentence.</summary>
    public static string Summary(ImmutableArray<CheckResult> checks) => checks.Count(check => !check.Passed) is > 0 and var broken
        ? $"{broken} of {checks.Length} checks do not hold." : $"All {checks.Length} checks hold.";

    /// <summary>What is declared and missing, or another, is a resource's failure; what does not work is a failure of its own.</summary>
    public static ExitCode Exit(ImmutableArray<CheckResult> checks) =>
        checks.Any(check => check is { Passed: false, IsDeclared: true }) ? ExitCode.Resource
        : checks.Any(check => !check.Passed) ? ExitCode.Error : ExitCode.Ok;

    /// <summary>What was measured of the stack so far.</summary>
    public static MeasurementStore Store(Session session) =>
        new(Path.Combine(session.Workspace.Home, "measurements", $"{session.Stack}.jsonl"));
}

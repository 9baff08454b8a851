using System.Collections.Immutable;
using PipAi.Cli.Views;
using PipAi.Operations.Measurements;
using PipAi.Operations.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Cli.Sessions;

/// <summary>Runs the verification and prints each check as it ends.</summary>
internal static class Verifications
{
    public static async Task<ImmutableArray<CheckResult>> RunAsync(Session session, DeployedPlatform platform)
    {
        session.Say($"Verifying ({session.Stack}):");
        var checks = await new Verifier(platform, session.Time).RunAsync(new CheckView(session.Terminal.Progress), session.Cancellation);
        var samples = CheckSamples.Of(checks, platform.Outputs, session.Time.GetUtcNow(), platform.Where);
        await Store(session).AddAsync(samples, session.Cancellation);
        return checks;
    }

    /// <summary>What was measured of the stack so far.</summary>
    public static MeasurementStore Store(Session session) =>
        new(Path.Combine(session.Workspace.Home, "measurements", $"{session.Stack}.jsonl"));
}

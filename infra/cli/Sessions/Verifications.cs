using System.Collections.Immutable;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Views;
using PipAi.LocalCloud.Control;
using PipAi.Operations.Measurements;
using PipAi.Operations.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Cli.Sessions;

/// <summary>Runs the verification and prints each check as it ends.</summary>
internal static class Verifications
{
    public static async Task<ImmutableArray<CheckResult>> RunAsync(Session session, CloudEndpoints endpoints)
    {
        var outputs = await session.RehearsalStack.OutputsAsync(session.Cancellation);
        var verifier = await OpenAsync(session, endpoints, outputs);
        session.Say($"Verifying ({session.Stack}):");
        var checks = await verifier.RunAsync(new CheckView(session.Terminal.Progress), session.Cancellation);
        await Store(session).AddAsync(CheckSamples.Of(checks, outputs, session.Time.GetUtcNow(), "rehearsal"), session.Cancellation);
        return checks;
    }

    /// <summary>What was measured of the stack so far.</summary>
    public static MeasurementStore Store(Session session) =>
        new(Path.Combine(session.Workspace.Home, "measurements", $"{session.Stack}.jsonl"));

    public static async Task<Verifier> OpenAsync(Session session, CloudEndpoints endpoints) =>
        await OpenAsync(session, endpoints, await session.RehearsalStack.OutputsAsync(session.Cancellation));

    private static async Task<Verifier> OpenAsync(Session session, CloudEndpoints endpoints, PlatformOutputs outputs)
    {
        var declared = await session.RehearsalStack.DeclaredAsync(session.Cancellation);
        return new Verifier(session.Stack, outputs, declared, RehearsalAccess.To(endpoints), session.Time);
    }
}

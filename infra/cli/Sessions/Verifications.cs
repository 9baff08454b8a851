using System.Collections.Immutable;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Views;
using PipAi.LocalCloud.Control;
using PipAi.Operations.Verification;

namespace PipAi.Cli.Sessions;

/// <summary>Runs the verification and prints each check as it ends.</summary>
internal static class Verifications
{
    public static async Task<ImmutableArray<CheckResult>> RunAsync(Session session, CloudEndpoints endpoints)
    {
        var verifier = await OpenAsync(session, endpoints);
        session.Say($"Verifying ({session.Stack}):");
        return await verifier.RunAsync(new CheckView(session.Terminal.Progress), session.Cancellation);
    }

    public static async Task<Verifier> OpenAsync(Session session, CloudEndpoints endpoints)
    {
        var outputs = await session.RehearsalStack.OutputsAsync(session.Cancellation);
        var declared = await session.RehearsalStack.DeclaredAsync(session.Cancellation);
        return new Verifier(session.Stack, outputs, declared, RehearsalAccess.To(endpoints), session.Time);
    }
}

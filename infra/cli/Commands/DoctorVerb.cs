using System.CommandLine;

namespace PipAi.Cli.Commands;

/// <summary>`doctor`: what stands in the way, and what mends it: stale locks, pending operations, dead local clouds.</summary>
internal static class DoctorVerb
{
    private static readonly Option<bool> Fix = new("--fix") { Description = "Remove locks of processes that no longer run." };

    public static Command Create(Sessions sessions) =>
        sessions.Run(new Command("doctor", "Explain stale locks, pending operations and a local cloud that is gone.") { Fix }, RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var findings = new List<Finding>();
        if (await session.StackAccess.ExistsAsync(session.Cancellation))
        {
            findings.AddRange(await LocksAsync(session, parsed.GetValue(Fix)));
            findings.AddRange(await PendingAsync(session));
            findings.AddRange(CloudOf(session));
        }

        if (session.Json) session.PrintJson(new { stack = session.Stack, healthy = findings.TrueForAll(finding => finding.Mended), findings });
        else Print(session, findings);
        return findings.TrueForAll(finding => finding.Mended) ? ExitCode.Ok : ExitCode.Error;
    }

    private static async Task<IEnumerable<Finding>> LocksAsync(Session session, bool fix)
    {
        var store = session.StackAccess.Store();
        var removed = fix ? await store.UnlockAsync(all: false, session.Cancellation) : [];
        return removed.Select(stale => new Finding($"Removed the lock of process {stale.ProcessId}, which no longer runs.", null, Mended: true))
            .Concat((await store.LocksAsync(session.Cancellation)).Select(held => held.IsStale
                ? new Finding($"The stack is locked by process {held.ProcessId} since {held.Taken:u}, which no longer runs.", $"./pipai doctor --fix --stack {session.Stack}")
                : new Finding($"The stack is locked by {held.User}@{held.Host}, process {held.ProcessId}, since {held.Taken:u}: another run is at work. Wait for it.", null)));
    }

    private static async Task<IEnumerable<Finding>> PendingAsync(Session session) =>
        (await session.StackAccess.Store().PendingOperationsAsync(session.Cancellation)).Select(pending => new Finding(
            $"A run was stopped while it was {pending.Kind} {pending.Urn}. The next run finds out what became of it.", $"./pipai up --stack {session.Stack}"));

    private static IEnumerable<Finding> CloudOf(Session session)
    {
        if (session.Cloud.Running() is not null) return [];
        return [new Finding($"The stack is deployed, but its local cloud does not run.", $"./pipai cloud start --stack {session.Stack}")];
    }

    private static void Print(Session session, List<Finding> findings)
    {
        if (findings.Count == 0) session.Terminal.Output.WriteLine($"Nothing is wrong with stack '{session.Stack}'.");
        foreach (var finding in findings)
        {
            session.Terminal.Output.WriteLine(finding.Problem);
            if (finding.Mend is { } mend) session.Terminal.Output.WriteLine($"    {mend}");
        }
    }

    private sealed record Finding(string Problem, string? Mend, bool Mended = false);
}

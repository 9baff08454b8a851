using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.LocalCloud.Control;

namespace PipAi.Cli.Doctor;

/// <summary>`doctor`: what stands in the way of the next run, and the mending of it.</summary>
internal static class DoctorVerb
{
    private static readonly Option<bool> Yes = new("--yes", "-y", "--fix") { Description = "Mend what is found without asking." };
    private static readonly Option<bool> Forget = new(
        "--forget")
    { Description = "Also forget interrupted calls whose outcome cannot be found out." };

    public static Command Create(CommandFactory commands) => commands.Bind(
        new Command("doctor", "Find and mend stale locks, a damaged state, a local cloud that is gone, interrupted calls.") { Yes, Forget },
        RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var forgets = parsed.GetValue(Forget);
        var findings = await new StackDiagnosis(session, parsed.GetValue(Yes) || forgets, forgets).RunAsync();
        var healthy = findings.All(finding => finding.Fixed);
        var temporal = await session.Cloud.TemporalServerAsync(session.Cancellation);
        if (session.Json) session.PrintJson(new { stack = session.Stack, healthy, temporal, findings });
        else Print(session, temporal, findings);
        return healthy ? ExitCode.Ok : ExitCode.Error;
    }

    // The findings last: who reads a log finds the command that helps at its end.
    private static void Print(Session session, TemporalServerStatus? temporal, IReadOnlyList<Issue> findings)
    {
        TemporalServerView.Write(session.Terminal.Answer, temporal);
        if (findings.Count == 0) session.Terminal.Output.WriteLine($"Nothing is wrong with stack '{session.Stack}'.");
        foreach (var finding in findings)
        {
            session.Terminal.Output.WriteLine(finding.Problem);
            if (finding.Fix is { } fix) session.Terminal.Output.WriteLine($"    {fix}");
        }
    }
}

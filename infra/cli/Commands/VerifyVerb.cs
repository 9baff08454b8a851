using System.CommandLine;

namespace PipAi.Cli.Commands;

/// <summary>`verify`: is the redundancy that was declared really there?</summary>
internal static class VerifyVerb
{
    public static Command Create(Sessions sessions) =>
        sessions.Run(new Command("verify", "Check that the redundancy that was declared is really there."), RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        session.Workspace.RequireStack(session.Stack);
        var checks = await Verifications.RunAsync(session, session.Cloud.Require());
        var broken = checks.Count(check => !check.Passed);
        if (session.Json) session.PrintJson(new { stack = session.Stack, passed = broken == 0, checks });
        else session.Terminal.Output.WriteLine(broken == 0 ? $"All {checks.Length} checks hold." : $"{broken} of {checks.Length} checks do not hold.");
        return broken == 0 ? ExitCode.Ok : ExitCode.Error;
    }
}

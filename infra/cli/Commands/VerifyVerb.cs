using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Operations.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Cli.Commands;

/// <summary>
/// `verify`: is the redundancy that was declared really there, does work get done, and is nothing there that nobody declared?
/// </summary>
internal static class VerifyVerb
{
    private static readonly Option<string[]> Remove = new("--remove")
    {
        Description = "First remove this, which nobody declared.",
        HelpName = "id",
    };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask before removing anything." };

    public static Command Create(CommandFactory commands) =>
        commands.BindWithPlatform(
            new Command("verify", "Check that the redundancy that was declared is really there.") { Remove, Yes }, RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        var platform = await Platforms.OpenAsync(session);
        if (parsed.GetValue(Remove) is { Length: > 0 } ids && !await RemoveAsync(session, platform, ids, parsed.GetValue(Yes)))
            return ExitCode.Cancelled;
        var checks = await Verifications.RunAsync(session, platform);
        var broken = checks.Count(check => !check.Passed);
        if (session.Json) session.PrintJson(new { stack = session.Stack, passed = broken == 0, checks });
        else
            session.Terminal.Output.WriteLine(
                broken == 0 ? $"All {checks.Length} checks hold." : $"{broken} of {checks.Length} checks do not hold.");
        return broken == 0 ? ExitCode.Ok : ExitCode.Error;
    }

    private static async Task<bool> RemoveAsync(Session session, DeployedPlatform platform, string[] ids, bool yes)
    {
        Confirmation.Require(session, yes, "verify");
        var isConfirmed = true;
        var unknown = await new Verifier(platform, session.Time).RemoveAsync(
            ids,
            async things =>
            {
                foreach (var thing in things) session.Say($"Removing {thing.Description}");
                return isConfirmed = yes || await Confirmation.AskAsync(session, "Remove this?");
            },
            session.Cancellation);
        if (unknown.IsEmpty) return isConfirmed;
        throw new CliException(
            ExitCode.Configuration, $"'{unknown[0]}' is the id of nothing that nobody declared. Nothing was removed.",
            platform.Command("./pipai verify"));
    }
}

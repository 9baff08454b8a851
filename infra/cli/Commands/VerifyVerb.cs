using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.Operations.Platform;
using PipAi.Operations.Verification;
using Spectre.Console;

namespace PipAi.Cli.Commands;

/// <summary>
/// `verify`: is the redundancy that was declared really there, does work get done, and is nothing there that nobody declared?
/// </summary>
internal static class VerifyVerb
{
    private const int DefaultSeconds = 30;

    private static readonly Option<string[]> Remove = new("--remove")
    {
        Description = "First remove this, which nobody declared.",
        HelpName = "id",
    };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask before removing anything." };

    private static readonly Option<string[]> Area = new("--area")
    {
        Description = $"Look only at this part of the platform: {string.Join(", ", Verifier.AllAreas)}.",
        HelpName = "name",
    };
    private static readonly Option<int?> Watch = new("--watch", "-w")
    {
        Description = $"Look again and again until Ctrl-C, every so many seconds (default: {DefaultSeconds}).",
        HelpName = "seconds",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create(CommandFactory commands)
    {
        Area.AcceptOnlyFromAmong([.. Verifier.AllAreas]);
        return commands.BindWithPlatform(
            new Command("verify", "Check that the redundancy that was declared is really there.") { Area, Watch, Remove, Yes }, RunAsync);
    }

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        var platform = await Platforms.OpenAsync(session);
        if (parsed.GetValue(Remove) is { Length: > 0 } ids && !await RemoveAsync(session, platform, ids, parsed.GetValue(Yes)))
            return ExitCode.Cancelled;
        var verifier = new Verifier(platform, session.Time) { Areas = [.. parsed.GetValue(Area) ?? []] };
        if (parsed.GetResult(Watch) is not null)
            return await WatchAsync(session, verifier, platform, TimeSpan.FromSeconds(parsed.GetValue(Watch) ?? DefaultSeconds));
        session.Say($"Verifying ({session.Stack}):");
        var checks = await Verifications.RunAsync(session, verifier, platform, new CheckView(session.Terminal.Progress));
        if (session.Json) session.PrintJson(new { stack = session.Stack, passed = checks.All(check => check.Passed), checks });
        else session.Terminal.Output.WriteLine(Verifications.Summary(checks));
        return Verifications.Exit(checks);
    }

    /// <summary>
    /// Looks again and again. Before a person the page is drawn again; a log gets a line each time, and the checks that do not hold.
    /// </summary>
    private static async Task<ExitCode> WatchAsync(Session session, Verifier verifier, DeployedPlatform platform, TimeSpan interval)
    {
        if (session.Json)
            throw new CliException(
                ExitCode.Configuration, "--json prints one document, and --watch never ends: pass one of them.",
                platform.Command("./pipai verify --json"));
        try
        {
            for (; ; await Task.Delay(interval, session.Time, session.Cancellation))
            {
                // A page that is drawn again is drawn at once, when all is known.
                var checks = await Verifications.RunAsync(session, verifier, platform, null);
                var console = session.Terminal.Answer;
                if (session.Terminal.IsLive) console.Clear();
                console.WriteLine($"{session.Time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} {session.Stack}: {Verifications.Summary(checks)}");
                var view = new CheckView(console);
                foreach (var check in checks.Where(check => session.Terminal.IsLive || !check.Passed)) view.Report(check);
            }
        }
        catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
        {
            return ExitCode.Ok; // That is how it ends.
        }
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

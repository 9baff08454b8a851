using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.Operations.Platform;
using PipAi.Operations.Restores;

namespace PipAi.Cli.Commands;

/// <summary>`restore`: an object or a bucket as it was at a time.</summary>
internal static class RestoreVerb
{
    private static readonly Argument<string> What = new("what")
    {
        Description = "An object (s3://bucket/key), all below a prefix (s3://bucket/prefix/), or a bucket; 'primary' or a region stands for its bucket.",
    };
    private static readonly Option<string> At = new("--at")
    {
        Description = "The time whose state it is to have, such as 2026-11-27T18:00:00Z, or how long ago: 15m, 2h.",
        HelpName = "time",
        Required = true,
    };
    private static readonly Option<string?> To = new("--to")
    {
        Description = "Put it here instead, such as s3://bucket/prefix/. In another place nothing is deleted.",
        HelpName = "place",
    };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only show what would be done." };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask before anything is written." };

    public static Command Create(CommandFactory commands) => commands.BindWithPlatform(
        new Command("restore", "Put an object or a bucket back to what it was at a time, from the versions of all regions.")
        {
            What, At, To, DryRun, Yes,
        },
        RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        var (at, now) = (parsed.GetRequiredValue(At), session.Time.GetUtcNow());
        if (!PastTime.TryParse(at, now, out var time, out var mistake))
            throw new CliException(
                ExitCode.Configuration, mistake, $"./pipai restore primary --at 15m --dry-run --stack {session.Stack}");
        var again = Again(parsed, time);
        if (!parsed.GetValue(DryRun)) Confirmation.Require(session, parsed.GetValue(Yes), again);
        var platform = await Platforms.OpenAsync(session);
        var restore = new BucketRestore(platform, session.Time);
        session.Say("Reading the versions of all regions");
        var plan = await restore.PlanAsync(await GoalAsync(session, parsed, restore, time), session.Cancellation);
        var changes = plan.Changes.Count();
        if (!session.Json || !parsed.GetValue(DryRun)) RestoreView.Write(session.Terminal.Answer, plan);
        if (parsed.GetValue(DryRun) || changes == 0)
        {
            if (session.Json) PrintJson(session, plan, null);
            else if (changes == 0) session.Terminal.Output.WriteLine("Nothing is to be done.");
            return ExitCode.Ok;
        }

        if (!parsed.GetValue(Yes) && !await Confirmation.AskAsync(session, $"Write this into {plan.Goal.Target.Bucket}?"))
            return ExitCode.Cancelled;
        var result = await restore.RunAsync(plan, new Progress(session), session.Cancellation);
        RestoreView.Write(session.Terminal.Answer, result);
        if (session.Json) PrintJson(session, plan, result);
        return End(session, result, $"{platform.Command($"./pipai {again}")} --yes");
    }

    private static ExitCode End(Session session, RestoreResult result, string again)
    {
        if (result is { Left: 0, Failed.IsEmpty: true }) return ExitCode.Ok;
        var (what, exit) = result.Left > 0
            ? ($"Stopped: {result.Left:N0} are left. What is done stays, and the same command goes on from there.", ExitCode.Cancelled)
            : ($"{result.Failed.Count:N0} could not be put back. The same command tries them again.", ExitCode.Error);
        ErrorView.Write(session.Terminal, what, again);
        return exit;
    }

    /// <summary>The same command, without what only shows or confirms.</summary>
    private static string Again(ParseResult parsed, DateTimeOffset at)
    {
        var to = parsed.GetValue(To) is { } place ? $" --to {ShellView.Word(place)}" : "";
        // A time that is told by its distance moves on with the clock.
        return $"restore {ShellView.Word(parsed.GetRequiredValue(What))} --at {RestoreView.Time(at)}{to}";
    }

    private static async Task<RestoreGoal> GoalAsync(Session session, ParseResult parsed, BucketRestore restore, DateTimeOffset at)
    {
        var what = parsed.GetRequiredValue(What);
        var source = restore.Find(what)
            ?? throw Wrong(session, $"'{what}' is in no bucket of '{session.Stack}'; there are {string.Join(", ", restore.Buckets)}.");
        if (parsed.GetValue(To) is not { } to) return new RestoreGoal(source, at);
        var target = await restore.FindAnywhereAsync(to, session.Cancellation);
        if (source.IsPrefix && !target.IsPrefix)
            throw Wrong(session, $"'{to}' is one key, and {source} is many: end it with a slash.");
        return new RestoreGoal(source, target, at);
    }

    private static CliException Wrong(Session session, string message) =>
        new(ExitCode.Configuration, message, $"./pipai stack output buckets --stack {session.Stack}");

    private static void PrintJson(Session session, RestorePlan plan, RestoreResult? result) => session.PrintJson(new
    {
        stack = session.Stack,
        source = $"{plan.Goal.Source}",
        target = $"{plan.Goal.Target}",
        at = plan.Goal.At,
        keptSince = plan.KeptSince,
        unread = plan.Unread,
        unchanged = plan.Of(RestoreAction.Unchanged).Count(),
        bytes = plan.Bytes,
        copy = plan.Of(RestoreAction.Copy).Select(step => new
        {
            key = step.Key,
            versionId = step.Version!.Id,
            size = step.Version.Size,
            regions = step.Regions,
        }),
        delete = plan.Of(RestoreAction.Delete).Select(step => step.Key),
        notKept = plan.Of(RestoreAction.NotKept).Select(step => step.Key),
        backup = plan is { IsBeforeKept: true, Backup: { } backup }
            ? new
            {
                vault = backup.Vault,
                region = backup.Region,
                days = backup.Days,
                command = backup.Command(plan.Goal.At, plan.Goal.Source.IsPrefix ? null : plan.Goal.Source.Key),
            } : null,
        result,
    });

    /// <summary>A line for each tenth of the way; few objects are done before it could be read.</summary>
    private sealed class Progress(Session session) : IProgress<RestoreProgress>
    {
        public void Report(RestoreProgress value)
        {
            var isTenth = value.Done * 10L / value.All > (value.Done - 1) * 10L / value.All;
            if (value.All >= 100 && isTenth) session.Say($"  {value.Done:N0} of {value.All:N0}");
        }
    }
}

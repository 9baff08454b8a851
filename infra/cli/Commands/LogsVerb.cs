using System.Collections.Immutable;
using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Operations.Logs;
using PipAi.Operations.Platform;

namespace PipAi.Cli.Commands;

/// <summary>`logs`: what the platform's machines wrote, of all apps and regions in one order; with `--follow` also what comes.</summary>
internal static class LogsVerb
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly Option<string?> App = new("--app") { Description = "Only this Fly app.", HelpName = "name" };
    private static readonly Option<string?> Region = new("--region") { Description = "Only this Fly region.", HelpName = "code" };
    private static readonly Option<string?> Machine = new("--machine") { Description = "Only this machine.", HelpName = "name or id" };
    private static readonly Option<EntrySeverity> Level = new("--level", "-l")
    {
        Description = "Only what matters at least so much: debug, info, warning, error, critical.",
        DefaultValueFactory = _ => EntrySeverity.Info,
        HelpName = "level",
    };
    private static readonly Option<string?> Document = new("--document")
    {
        Description = "Only what names this document, by its key or its workflow's id, in workers and parsers.",
        HelpName = "id",
    };
    private static readonly Option<string?> Since = new("--since")
    {
        Description = "What was written since then: a time such as 2026-01-31T12:00:00Z, or how long ago, such as 15m.",
        HelpName = "time",
    };
    private static readonly Option<int> Lines = new("--lines", "-n")
    {
        Description = "The last so many entries.",
        DefaultValueFactory = _ => 100,
    };
    private static readonly Option<bool> Follow = new("--follow", "-f")
    {
        Description = "Go on with what is written from now on, until Ctrl-C.",
    };

    public static Command Create(CommandFactory commands) => commands.BindWithPlatform(
        new Command("logs", "Show what the platform's machines wrote.")
        {
            App,
            Region,
            Machine,
            Level,
            Document,
            Since,
            Lines,
            Follow,
        },
        RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        var platform = await Platforms.OpenAsync(session);
        using var http = platform.Access.VendorHttp();
        var apps = Apps(platform, parsed.GetValue(App));
        var names = new FleetNames(new FlyFleet(http, platform.Access, session.Time));
        await names.ReadAsync(apps, session.Cancellation);
        var (filter, since) = (Filter(platform, parsed, names), Time(session, parsed));
        var logs = new PlatformLogs([.. apps.Select(app => new FlyLogs(http, platform.Access, app, filter) { Since = since })]);
        var entries = await logs.NextAsync(session.Cancellation);
        if (since is null || parsed.GetResult(Lines) is { Implicit: false }) entries = [.. entries.TakeLast(parsed.GetValue(Lines))];
        if (parsed.GetValue(Follow)) return await FollowAsync(session, new LogPrinter(session, names, apps), logs, entries);
        await new LogPrinter(session, names, apps).PrintAsync(entries);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> FollowAsync(
        Session session, LogPrinter printer, PlatformLogs logs, ImmutableArray<LogEntry> entries)
    {
        var isSilent = false;
        try
        {
            for (; ; await Task.Delay(LookAgain, session.Time, session.Cancellation))
            {
                await printer.PrintEachAsync(entries);
                try
                {
                    (entries, isSilent) = (await logs.NextAsync(session.Cancellation), false);
                }
                catch (PlatformCallException silent) when (!silent.Refused)
                {
                    // Who follows wants to see the end of an outage, too.
                    if (!isSilent) session.Say($"{silent.Message} Trying again.");
                    (entries, isSilent) = ([], true);
                }
            }
        }
        catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
        {
            return ExitCode.Ok; // That is how it ends.
        }
    }

    private static ImmutableArray<string> Apps(DeployedPlatform platform, string? wanted)
    {
        ImmutableArray<string> apps = [platform.Outputs.WorkersApp, platform.Outputs.UnstructuredApp];
        return wanted is null ? apps
            : apps.Contains(wanted) ? [wanted]
            : throw new CliException(
                ExitCode.Configuration, $"'{wanted}' is no Fly app of this stack; it has {string.Join(" and ", apps)}.",
                platform.Command($"./pipai logs --app {apps[0]}"));
    }

    private static LogFilter Filter(DeployedPlatform platform, ParseResult parsed, FleetNames names)
    {
        var machine = parsed.GetValue(Machine);
        var id = machine is null ? null : names.Id(machine)
            ?? throw new CliException(
                ExitCode.Configuration,
                $"There is no machine '{machine}', by name or id. Machines: {string.Join(
                    ", ", names.All.Values.Order(StringComparer.Ordinal))}.",
                platform.Command("./pipai status"));
        return new LogFilter
        {
            Region = parsed.GetValue(Region),
            Machine = id,
            AtLeast = parsed.GetValue(Level),
            Document = parsed.GetValue(Document),
        };
    }

    private static DateTimeOffset? Time(Session session, ParseResult parsed) => parsed.GetValue(Since) is not { } text ? null
        : PastTime.TryParse(text, session.Time.GetUtcNow(), out var time, out var mistake) ? time
        : throw new CliException(ExitCode.Configuration, $"--since: {mistake}", "./pipai logs --since 15m");
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Operations.Dashboard;
using PipAi.Operations.Status;
using PipAi.Operations.Status.Sources;

namespace PipAi.Cli.Commands;

/// <summary>`dashboard`: one page that shows the platform as it is, until Ctrl-C.</summary>
internal static class DashboardVerb
{
    private const int DefaultPort = 8700;

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port of 127.0.0.1 to serve it on; 0 for any that is free.",
        DefaultValueFactory = _ => DefaultPort,
        HelpName = "number",
    };

    private static readonly Option<bool> Open = new("--open") { Description = "Open it in the browser." };

    public static Command Create(CommandFactory commands) => commands.BindWithPlatform(
        new Command("dashboard", "Show the platform live in a page on this machine, until Ctrl-C.") { Port, Open }, RunAsync);

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        var platform = await Platforms.OpenAsync(session);
        var ledger = new LedgerSource(async _ =>
        {
            var declared = await Declarations.ReadAsync(session);
            return (declared.Resources, declared.Usage!);
        }, Verifications.Store(session));
        using var sources = new StatusSources(platform, session.Time, ledger);
        var limits = StatusLimits.Of(platform.Outputs.Targets);
        DashboardFeed feed = null!;
        var logs = sources.LogsTo(entries => feed.Publish([.. entries.Select(DashboardLogLine.Of)]));
        var reader = new StatusReader(sources.Empty, sources.All.Add(logs), limits, session.Time);
        // Ids of another run must not be taken for this one's.
        var run = session.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
        feed = new DashboardFeed(reader.Current, limits, run);
        await using var server = await StartAsync(session, feed, parsed.GetValue(Port));
        if (session.Json) session.PrintJson(new { stack = session.Stack, address = server.Address });
        else session.Terminal.Output.WriteLine(server.Address);
        session.Say($"The dashboard of '{session.Stack}' ({platform.Where}) is served until Ctrl-C.");
        if (parsed.GetValue(Open)) Show(session, server.Address);
        await Task.WhenAll(
            reader.RunAsync(feed.Publish, session.Cancellation), new DrillNotes(session).WatchAsync(feed, session.Cancellation));
        return ExitCode.Ok; // Ctrl-C is how it ends.
    }

    private static async Task<DashboardServer> StartAsync(Session session, DashboardFeed feed, int port)
    {
        if (port is < 0 or > 65_535)
            throw new CliException(
                ExitCode.Configuration, $"'{port}' is no port: ports are 1 to 65535, and 0 is any that is free.",
                $"./pipai dashboard --stack {session.Stack} --port 0");
        try
        {
            return await DashboardServer.StartAsync(feed, port, session.Time, session.Cancellation);
        }
        catch (DashboardPortException taken)
        {
            throw new CliException(ExitCode.Error, taken.Message, $"./pipai dashboard --stack {session.Stack} --port 0", taken);
        }
    }

    /// <summary>Opens the page as this system opens pages; without a browser the address is there to be copied.</summary>
    private static void Show(Session session, Uri address)
    {
        var opener = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        try
        {
            using var browser = OperatingSystem.IsWindows()
                ? Process.Start(new ProcessStartInfo(address.ToString()) { UseShellExecute = true })
                : Process.Start(opener, address.ToString());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            session.Say($"warning: no browser was opened: `{opener}` is not here.");
        }
    }
}

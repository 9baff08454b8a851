using System.Collections.Immutable;
using PipAi.Cli.Views;
using PipAi.Operations.Logs;
using PipAi.Operations.Platform;

namespace PipAi.Cli.Sessions;

/// <summary>Prints entries of logs with the names of their machines.</summary>
/// <param name="session">Where to print.</param>
/// <param name="names">The machines that are known.</param>
/// <param name="apps">Where new ones are looked for.</param>
internal sealed class LogPrinter(Session session, FleetNames names, ImmutableArray<string> apps)
{
    private readonly HashSet<string> unknown = [];
    private readonly LogView view = new(session.Terminal.Answer, names.Of);

    /// <summary>Prints entries as the answer.</summary>
    public async Task PrintAsync(ImmutableArray<LogEntry> entries)
    {
        if (!session.Json) await PrintEachAsync(entries);
        else session.PrintJson(new { stack = session.Stack, entries = entries.Select(Json) });
    }

    /// <summary>Prints entries as a part of an answer that goes on: as JSON, each is a line.</summary>
    public async Task PrintEachAsync(ImmutableArray<LogEntry> entries)
    {
        await LearnAsync(entries);
        foreach (var entry in entries)
        {
            if (session.Json) session.Answer.GiveLine(Json(entry));
            else view.Write(entry);
        }
    }

    /// <summary>A machine that began while its log is followed has a name, too. One that is not found is not looked for again.</summary>
    private async Task LearnAsync(ImmutableArray<LogEntry> entries)
    {
        var news = entries.Select(entry => entry.Machine).Where(id => !names.All.ContainsKey(id) && !unknown.Contains(id)).ToList();
        if (news.Count == 0) return;
        await names.ReadAsync(apps, session.Cancellation);
        unknown.UnionWith(news);
    }

    private object Json(LogEntry entry) => new
    {
        time = entry.Time,
        app = entry.App,
        region = entry.Region,
        machine = entry.Machine,
        name = names.Of(entry.Machine),
        severity = entry.Severity,
        message = entry.Message,
        exception = entry.Exception,
    };
}

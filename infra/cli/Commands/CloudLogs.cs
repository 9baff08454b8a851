using System.CommandLine;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.LocalCloud.Control;

namespace PipAi.Cli.Commands;

/// <summary>`cloud logs`: the last lines of the machines' logs, and with `--follow` those that come.</summary>
internal static class CloudLogs
{
    private const int Window = 1000;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(0.5);

    public static Option<string> App { get; } = new("--app") { Description = "Only this app.", DefaultValueFactory = _ => "" };

    public static Option<string> Machine { get; } = new("--machine") { Description = "Only this machine.", DefaultValueFactory = _ => "" };

    public static Option<int> Lines { get; } = new("--lines", "-n")
    {
        Description = "The last so many lines.",
        DefaultValueFactory = _ => 100,
    };

    public static Option<bool> Follow { get; } = new(
        "--follow", "-f")
    { Description = "Go on with what is logged from now on, until Ctrl-C." };

    public static async Task<ExitCode> RunAsync(Session session, ParseResult parsed)
    {
        var lines = await LastAsync(session, parsed, parsed.GetValue(Lines));
        if (parsed.GetValue(Follow) && !session.Json) return await FollowAsync(session, parsed, lines);
        if (session.Json) session.PrintJson(new { stack = session.Stack, lines });
        else foreach (var line in lines) session.Terminal.Output.WriteLine(line);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> FollowAsync(Session session, ParseResult parsed, string[] shown)
    {
        foreach (var line in shown) session.Terminal.Output.WriteLine(line);
        try
        {
            while (true)
            {
                await Task.Delay(LookAgain, session.Time, session.Cancellation);
                var now = await LastAsync(session, parsed, Window);
                foreach (var line in New(shown, now)) session.Terminal.Output.WriteLine(line);
                shown = now;
            }
        }
        catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
        {
            return ExitCode.Ok; // That is how it ends.
        }
    }

    /// <summary>
    /// What came since: all behind what was shown, or behind the end of it where its beginning is not among the last lines any more.
    /// </summary>
    internal static IEnumerable<string> New(string[] shown, string[] now)
    {
        var ends = Enumerable.Range(shown.Length, Math.Max(0, now.Length - shown.Length + 1)).Concat(
            Enumerable.Range(0, Math.Min(shown.Length, now.Length + 1)).Reverse());
        foreach (var end in ends)
        {
            var known = Math.Min(shown.Length, end);
            if (now.AsSpan(end - known, known).SequenceEqual(shown.AsSpan(shown.Length - known))) return now[end..];
        }

        return now;
    }

    private static async Task<string[]> LastAsync(Session session, ParseResult parsed, int lines)
    {
        if (session.Cloud.Running() is not { } running)
        {
            // What a cloud that did not start said is the one thing that helps now.
            var log = Path.Combine(session.Workspace.CloudDirectory(session.Stack), "cloud.log");
            if (!File.Exists(log)) session.Cloud.Require();
            return [.. File.ReadLines(log).TakeLast(lines)];
        }

        using var cloud = new LocalCloudClient(running);
        try
        {
            var text = await cloud.LogsAsync(parsed.GetRequiredValue(App), parsed.GetRequiredValue(Machine), lines, session.Cancellation);
            return text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');
        }
        catch (ArgumentException nobody)
        {
            throw new CliException(ExitCode.Error, nobody.Message, $"./pipai status --stack {session.Stack}", nobody);
        }
    }
}

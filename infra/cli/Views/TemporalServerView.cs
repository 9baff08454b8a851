using PipAi.LocalCloud.Control;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>One line that says which Temporal server runs, and in red what is wrong with it.</summary>
internal static class TemporalServerView
{
    public static void Write(IAnsiConsole console, TemporalServerStatus? server)
    {
        if (server is null) return;
        var state = server switch
        {
            { Running: false } => "[red]down[/], is started again",
            { ProcessId: { } process } =>
                $"process {process}, {(server.Restarts == 0 ? "never restarted" : $"[red]restarted {server.Restarts} times[/]")}",
            _ => "in its process",
        };
        console.MarkupLine($"Temporal: {Markup.Escape(server.Name)}, {state}");
        if (server.Problem is { } problem) console.MarkupLine($"[red]{Markup.Escape(problem)}[/]");
        if (server.Loss is { } loss) console.MarkupLine($"[red]When it was last started, {Markup.Escape(loss)}.[/]");
    }
}

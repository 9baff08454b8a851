using PipAi.Cli.Errors;
using PipAi.Cli.Terminals;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>An error: what and why, then the command that mends it, alone on an indented line so that it can be pasted.</summary>
internal static class ErrorView
{
    public static void Write(Terminal terminal, string message, string? fix)
    {
        terminal.Progress.Markup("[red]error:[/] ");
        terminal.Errors.WriteLine(Pasteable.Of(message));
        if (fix is not null) terminal.Errors.WriteLine($"    {fix}");
    }
}
